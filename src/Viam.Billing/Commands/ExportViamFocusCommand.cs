using System.Management.Automation;
using Viam.Billing.Commands.Base;
using Viam.Billing.Errors;
using Viam.Billing.Focus;

namespace Viam.Billing.Commands;

/// <summary>
/// Exports usage to files of the FinOps Open Cost and Usage Specification (FOCUS), one per billing period.
/// </summary>
[Cmdlet(
    VerbsData.Export,
    "ViamFocus",
    SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.Low,
    HelpUri = OnlineHelp.Folder + "Export-ViamFocus.md"
)]
[OutputType(typeof(FocusFile))]
public sealed class ExportViamFocusCommand : FocusCommand
{
    private FocusExport? _export;
    private string _folder = "";

    /// <summary>The folder to which the files are written. Existing files of an earlier export are replaced.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>The version of the FOCUS specification.</summary>
    [Parameter]
    [ValidateSet("1.2", "1.3", "1.4")]
    public string FocusVersion { get; set; } = "1.4";

    /// <summary>The format of the files.</summary>
    [Parameter]
    public FocusFileFormat Format { get; set; } = FocusFileFormat.Csv;

    private protected override bool AcceptsOpenInput => false;

    private protected override Task BeginAsync()
    {
        _folder = OutputLocation.InFileSystem(this, Path);
        if (!Directory.Exists(_folder))
        {
            ThrowTerminatingError(ErrorRecords.FolderNotFound(Path, isAnyFile: true));
        }
        if (Pipeline.ShouldProcess(_folder, "Export FOCUS files"))
        {
            var format = Format == FocusFileFormat.Parquet ? FocusFormats.Parquet : FocusFormats.Csv;
            _export = new FocusExport(_folder, Focus.FocusVersion.Parse(FocusVersion), format);
        }
        return Task.CompletedTask;
    }

    private protected override Task ProcessAsync() => _export is null ? Task.CompletedTask : base.ProcessAsync();

    private protected override Task AddAsync(IReadOnlyList<FocusMonth> months) =>
        FileSaving.SaveAsync(this, () => _export!.AddAsync(months, StopToken));

    private protected override async Task EndAsync()
    {
        if (_export is null)
        {
            return;
        }
        await base.EndAsync();
        if (!HasRows)
        {
            Pipeline.WriteWarning(
                IsStoreEmpty ? "No file was written."
                : HasOpenMonth
                    ? "No file was written, because no month is over. Use -IncludeOpenMonth to include such months."
                : "No file was written, because no usage was found."
            );
        }
        await FileSaving.SaveAsync(
            this,
            async () =>
            {
                await foreach (var file in _export.CompleteAsync(DateTime.UtcNow, StopToken))
                {
                    WriteResult(file);
                }
            }
        );
    }

    /// <summary>Removes incomplete files.</summary>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
        {
            _export?.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    }
}
