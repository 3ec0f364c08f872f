using System.Management.Automation;
using Viam.Billing.Charging;
using Viam.Billing.Service;

namespace Viam.Billing.Commands;

/// <summary>Gets what a ledger of charges holds. It needs no session and changes nothing.</summary>
[Cmdlet(VerbsCommon.Get, "ViamChargeLedger")]
[OutputType(typeof(ChargeLedgerEntry))]
public sealed class GetViamChargeLedgerCommand : PSCmdlet
{
    /// <summary>The ledger's file.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("LedgerPath", "PSPath", "FullName")]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>Gets only the entries whose outcome is unknown.</summary>
    [Parameter]
    public SwitchParameter Unresolved { get; set; }

    protected override void ProcessRecord()
    {
        var path = OutputLocation.ResolveFile(this, Path);
        if (!File.Exists(path)) ThrowTerminatingError(Errors.LedgerNotFound(Path));
        LedgerEntry[] entries;
        bool wasTorn;
        using (var ledger = LedgerFile.Open(this, path, static file => ChargeLedger.Read(file)))
        {
            entries = [.. ledger.Entries.Where(entry => !Unresolved || entry.IsUnresolved)];
            wasTorn = ledger.WasTorn;
        }
        if (wasTorn)
        {
            WriteWarning($"The last line of {VisibleText.From(path)} is torn, as a power cut leaves it. It is not shown; the next batch takes it off.");
        }
        foreach (var entry in entries)
        {
            WriteObject(ChargeLedgerEntry.From(entry));
        }
    }
}
