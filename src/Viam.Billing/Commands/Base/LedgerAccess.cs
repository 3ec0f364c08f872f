using System.Diagnostics.CodeAnalysis;
using System.Management.Automation;
using Viam.Billing.Charging.Ledger;
using Viam.Billing.Errors;
using Viam.Billing.Sessions;

namespace Viam.Billing.Commands.Base;

/// <summary>Opens ledgers, and reports what can go wrong as the module's errors.</summary>
internal static class LedgerAccess
{
    /// <summary>An entry as cmdlets emit it. Ledgers have no names; the shared session may know one.</summary>
    public static ChargeLedgerEntry ToModel(LedgerEntry entry)
    {
        var model = LedgerEntryConvert.ToModel(entry);
        model.OrganizationName = DefaultSession.Current?.Organizations.FindName(model.OrganizationId);
        return model;
    }

    /// <summary>Opens a ledger, or ends the cmdlet.</summary>
    public static T Open<T>(PSCmdlet cmdlet, string path, Func<string, T> open)
        where T : class
    {
        if (!TryOpen(path, open, out var opened, out var refusal))
        {
            cmdlet.ThrowTerminatingError(refusal);
        }
        return opened!;
    }

    public static bool TryOpen<T>(
        string path,
        Func<string, T> open,
        [NotNullWhen(true)] out T? opened,
        [NotNullWhen(false)] out ErrorRecord? refusal
    )
        where T : class
    {
        (opened, refusal) = (null, null);
        try
        {
            opened = open(path);
            return true;
        }
        catch (LedgerDamagedException exception)
        {
            refusal = ErrorRecords.LedgerDamaged(exception, path);
        }
        catch (Exception exception)
        {
            // Of whatever type: what isn't a file fails in many ways.
            refusal = ErrorRecords.LedgerNotOpened(exception, path);
        }
        return false;
    }
}
