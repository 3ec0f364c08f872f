using System.Diagnostics.CodeAnalysis;
using System.Management.Automation;
using Viam.Billing.Charging.Ledger;
using Viam.Billing.Errors;
using Viam.Billing.Sessions;

namespace Viam.Billing.Commands.Base;

/// <summary>Opens ledgers, and reports failures as the module's errors.</summary>
internal static class LedgerAccess
{
    /// <summary>
    /// Converts an entry to the object that cmdlets return. Ledgers contain no names; the default session may know
    /// them.
    /// </summary>
    public static ChargeLedgerEntry ToModel(LedgerEntry entry)
    {
        var model = LedgerEntryConvert.ToModel(entry);
        model.OrganizationName = DefaultSession.Current?.Organizations.FindName(model.OrganizationId);
        return model;
    }

    /// <summary>The name, if the default session knows it, and ID of the organization of a charge.</summary>
    public static string DescribeOrganization(LedgerEntry entry) =>
        DefaultSession.Current?.Organizations.Describe(entry.Charge.OrganizationId) ?? entry.Charge.OrganizationId;

    /// <summary>Opens a ledger, or ends the cmdlet with an error.</summary>
    public static T Open<T>(PSCmdlet cmdlet, string path, Func<string, T> open)
        where T : class
    {
        if (!TryOpen(path, open, out var opened, out var error))
        {
            cmdlet.ThrowTerminatingError(error);
        }
        return opened!;
    }

    public static bool TryOpen<T>(
        string path,
        Func<string, T> open,
        [NotNullWhen(true)] out T? opened,
        [NotNullWhen(false)] out ErrorRecord? error
    )
        where T : class
    {
        (opened, error) = (null, null);
        try
        {
            opened = open(path);
            return true;
        }
        catch (LedgerDamagedException exception)
        {
            error = ErrorRecords.LedgerDamaged(exception, path);
        }
        catch (Exception exception)
        {
            // Any type of exception: opening something that isn't a file can fail in many ways.
            error = ErrorRecords.LedgerNotOpened(exception, path);
        }
        return false;
    }
}
