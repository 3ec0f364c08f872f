using System.Collections;
using System.Management.Automation;
using Viam.Billing.Charging.Ledger;
using Viam.Billing.Sessions;

namespace Viam.Billing.Completion;

/// <summary>Reads the charge ledger of a command line for completion. It is only read, and never waited for.</summary>
internal static class LedgerCompletion
{
    /// <summary>The time for which a completion waits for the file.</summary>
    private static readonly TimeSpan s_timeout = TimeSpan.FromMilliseconds(250);

    /// <summary>The name, if the default session knows it, and ID of the organization of a charge.</summary>
    public static string DescribeOrganization(LedgerEntry entry) =>
        DefaultSession.Current?.Organizations.Describe(entry.Charge.OrganizationId) ?? entry.Charge.OrganizationId;

    /// <summary>The entries of the ledger in -LedgerPath; none if it can't be read in time.</summary>
    public static IReadOnlyList<LedgerEntry> Read(IDictionary bound)
    {
        var value = bound["LedgerPath"] is PSObject wrapped ? wrapped.BaseObject : bound["LedgerPath"];
        if (value is not string { Length: > 0 } typed)
        {
            return [];
        }
        using var shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
        var path = shell
            .AddScript("$ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($args[0])")
            .AddArgument(typed)
            .Invoke<string>()
            .Single();
        var reading = Task.Run(() => File.Exists(path) ? ChargeLedger.Read(path).Entries : []);
        return reading.Wait(s_timeout) ? reading.Result : [];
    }
}
