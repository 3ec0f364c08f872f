using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Reflection;
using System.Runtime.Loader;
using Microsoft.PowerShell.Commands;

namespace Viam.Billing.ChargeDriver;

/// <summary>
/// Charges one batch with the built module's cmdlets, in an otherwise empty engine that starts quickly.
/// The result of each item is written to standard output immediately. The API key is read from the environment.
/// </summary>
internal static class Program
{
    private const string Usage =
        "Usage: Viam.Billing.ChargeDriver <module folder> <service address> <rows> <ledger> <time limit of "
        + "a call, s> <time to reconcile, s> <throttle limit> [<resend after, s>]";
    private static readonly string[] s_columns = ["OrganizationId", "Subtotal", "Tax", "Description", "Reference"];

    /// <returns>0 if every item is charged; otherwise 1.</returns>
    private static int Main(string[] args)
    {
        if (
            args
            is not [
                var module,
                var address,
                var rows,
                var ledger,
                var timeoutSec,
                var reconcileSec,
                var throttleLimit,
                .. { Length: <= 1 } rest,
            ]
        )
        {
            Console.Error.WriteLine(Usage);
            return 64;
        }
        Environment.SetEnvironmentVariable("POWERSHELL_TELEMETRY_OPTOUT", "1");
        using var runspace = RunspaceFactory.CreateRunspace(StateOf(Path.Combine(module, "Viam.Billing.dll")));
        runspace.ThreadOptions = PSThreadOptions.UseCurrentThread;
        runspace.Open();

        Connect(runspace, address, timeoutSec);

        using var charge = PowerShell.Create(runspace);
        charge
            .AddCommand("New-ViamCharge")
            .AddParameter("LedgerPath", ledger)
            .AddParameter("Confirm", false)
            .AddParameter("ReconcileTimeoutSec", reconcileSec)
            .AddParameter("ThrottleLimit", throttleLimit);
        if (rest is [var resendAfterSec])
        {
            charge.AddParameter(
                "ResendAfter",
                TimeSpan.FromSeconds(int.Parse(resendAfterSec, CultureInfo.InvariantCulture))
            );
        }
        using var output = new PSDataCollection<PSObject>();
        output.DataAdded += (_, added) =>
            Tell(
                "charged",
                output[added.Index].Properties["Reference"].Value,
                output[added.Index].Properties["InvoiceId"].Value
            );
        charge.Streams.Error.DataAdded += (_, added) =>
        {
            var error = charge.Streams.Error[added.Index];
            Tell("error", error.TargetObject, error.FullyQualifiedErrorId.Split(',')[0]);
        };
        Console.WriteLine("begun");
        try
        {
            charge.Invoke(File.ReadLines(rows).Select(ToRow), output);
        }
        catch (RuntimeException ended)
        {
            Tell("ended", null, ended.ErrorRecord.FullyQualifiedErrorId.Split(',')[0]);
        }
        return charge.HadErrors ? 1 : 0;
    }

    /// <summary>Nothing is charged before this, so on a busy machine it may take more than one attempt.</summary>
    private static void Connect(Runspace runspace, string address, string timeoutSec)
    {
        for (var attempt = 1; ; attempt++)
        {
            using var connect = PowerShell.Create(runspace);
            connect
                .AddCommand("Connect-ViamBilling")
                .AddParameter("Uri", address)
                .AddParameter("TimeoutSec", timeoutSec);
            try
            {
                connect.Invoke();
                return;
            }
            catch (CmdletInvocationException exception) when (attempt < 5)
            {
                Console.Error.WriteLine(exception.Message);
            }
        }
    }

    private static InitialSessionState StateOf(string module)
    {
        var state = InitialSessionState.Create();
        state.LanguageMode = PSLanguageMode.FullLanguage;
        state.Providers.Add(
            new SessionStateProviderEntry(
                FileSystemProvider.ProviderName,
                typeof(FileSystemProvider),
                helpFileName: null
            )
        );
        // Loads the same assembly as the module.
        AssemblyLoadContext.Default.LoadFromAssemblyPath(
            Path.Combine(Path.GetDirectoryName(module)!, "Viam.Billing.Core.dll")
        );
        foreach (var type in AssemblyLoadContext.Default.LoadFromAssemblyPath(module).GetExportedTypes())
        {
            if (type.GetCustomAttribute<CmdletAttribute>() is not { } cmdlet)
            {
                continue;
            }

            state.Commands.Add(
                new SessionStateCmdletEntry($"{cmdlet.VerbName}-{cmdlet.NounName}", type, helpFileName: null)
            );
        }
        return state;
    }

    /// <summary>Creates an item as Import-Csv does.</summary>
    private static PSObject ToRow(string line)
    {
        var row = new PSObject();
        foreach (var (column, value) in s_columns.Zip(line.Split(',')))
        {
            row.Properties.Add(new PSNoteProperty(column, value));
        }

        return row;
    }

    private static void Tell(string what, object? reference, object detail) =>
        Console.WriteLine($"{what}\t{reference}\t{detail}");
}
