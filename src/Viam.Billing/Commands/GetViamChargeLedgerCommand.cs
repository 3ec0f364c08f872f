using System.Management.Automation;
using Viam.Billing.Charging.Ledger;
using Viam.Billing.Commands.Base;
using Viam.Billing.Errors;
using Viam.Billing.Text;

namespace Viam.Billing.Commands;

/// <summary>Gets the entries in charge ledgers. Needs no session and changes nothing.</summary>
[Cmdlet(
    VerbsCommon.Get,
    "ViamChargeLedger",
    DefaultParameterSetName = ByPath,
    HelpUri = OnlineHelp.Folder + "Get-ViamChargeLedger.md"
)]
[OutputType(typeof(ChargeLedgerEntry))]
public sealed class GetViamChargeLedgerCommand : PSCmdlet
{
    private const string ByPath = "Path";
    private const string ByLiteralPath = "LiteralPath";

    /// <summary>The paths of the ledgers. Wildcards are supported.</summary>
    [Parameter(
        Mandatory = true,
        Position = 0,
        ValueFromPipeline = true,
        ValueFromPipelineByPropertyName = true,
        ParameterSetName = ByPath
    )]
    [Alias("LedgerPath")]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    /// <summary>The paths of the ledgers, without wildcards.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = ByLiteralPath)]
    [Alias("PSPath", "FullName", "LP")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>Returns only entries whose outcome is unknown.</summary>
    [Parameter]
    public SwitchParameter Unresolved { get; set; }

    protected override void ProcessRecord()
    {
        var isLiteral = ParameterSetName == ByLiteralPath;
        foreach (var typed in isLiteral ? LiteralPath : Path)
        {
            foreach (var file in Find(typed, isLiteral))
            {
                WriteEntries(file);
            }
        }
    }

    private IEnumerable<string> Find(string typed, bool isLiteral)
    {
        if (!isLiteral && OutputLocation.FindMatches(this, typed) is { } found)
        {
            return found.Where(static path => !Directory.Exists(path));
        }
        var path = OutputLocation.InFileSystem(this, typed);
        if (File.Exists(path) || Directory.Exists(path))
        {
            return [path];
        }
        WriteError(ErrorRecords.LedgerNotFound(typed));
        return [];
    }

    /// <summary>
    /// Closes the file before the first entry is written, so that later commands in the pipeline can open it.
    /// </summary>
    private void WriteEntries(string path)
    {
        if (!LedgerAccess.TryOpen(path, static file => ChargeLedger.Read(file), out var ledger, out var error))
        {
            WriteError(error);
            return;
        }
        foreach (var entry in ledger.Entries.Where(entry => !Unresolved || entry.IsUnresolved))
        {
            WriteObject(LedgerAccess.ToModel(entry));
        }
        if (ledger.WasTorn)
        {
            WriteWarning(
                $"The last line of {VisibleText.From(path)} is incomplete, for example because of a power failure. "
                    + "It isn't shown, and the next batch removes it."
            );
        }
    }
}
