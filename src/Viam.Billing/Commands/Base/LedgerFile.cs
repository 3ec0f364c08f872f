using System.Management.Automation;
using Viam.Billing.Charging;

namespace Viam.Billing.Commands;

/// <summary>Opening a ledger, with what can go wrong as the module's errors.</summary>
internal static class LedgerFile
{
    public static T Open<T>(PSCmdlet cmdlet, string path, Func<string, T> open) where T : class
    {
        ErrorRecord refusal;
        try
        {
            return open(path);
        }
        catch (LedgerDamagedException error)
        {
            refusal = Errors.LedgerDamaged(error, path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            refusal = Errors.LedgerNotOpened(error, path);
        }
        cmdlet.ThrowTerminatingError(refusal);
        return null!;
    }
}
