using System.Management.Automation;
using System.Runtime.ExceptionServices;
using Viam.Billing.Commands.Base;
using Viam.Billing.Errors;
using Viam.Billing.Files;
using Viam.Billing.Reports;
using Viam.Billing.Reports.Page;
using Viam.Billing.Reports.Reading;

namespace Viam.Billing.Commands;

/// <summary>Exports spend, forecast, and unpaid invoices of organizations to an HTML page.</summary>
[Cmdlet(VerbsData.Export, "ViamBillingReport", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(FileInfo))]
public sealed class ExportViamBillingReportCommand : UsageCommand
{
    private readonly List<OrganizationReading> _readings = [];
    private DateTime _readAt;
    private string? _file;

    /// <summary>The file. One that is there is replaced.</summary>
    [Parameter(Mandatory = true)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>Emits the file that was saved.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override Task BeginAsync()
    {
        var file = OutputLocation.ResolveFile(this, Path);
        if (Pipeline.ShouldProcess(file, "Export a billing report"))
        {
            _file = file;
        }
        _readAt = DateTime.UtcNow;
        return Task.CompletedTask;
    }

    private protected override Task ProcessAsync()
    {
        if (_file is null)
        {
            return Task.CompletedTask;
        }
        var reader = new OrganizationReader(_readAt);
        return RequestEachAsync(
            async (service, organizationId, usage, folder, call) =>
                await reader.ReadAsync(service, organizationId, usage, folder, call).ConfigureAwait(false)
        );
    }

    /// <summary>What was read is emitted as part of the report.</summary>
    private protected override void WriteResult(object item) => _readings.Add((OrganizationReading)item);

    private protected override async Task EndAsync()
    {
        await base.EndAsync();
        if (_file is null)
        {
            return;
        }
        if (_readings.Count == 0)
        {
            Pipeline.WriteWarning($"There is no organization to report on, so '{Path}' wasn't written.");
            return;
        }
        await SaveAsync(_file);
        if (PassThru)
        {
            Pipeline.WriteObject(new FileInfo(_file));
        }
        WriteFailures();
    }

    private async Task SaveAsync(string file)
    {
        var data = OrganizationReading.Combine(_readAt, _readings);
        try
        {
            await ReportFile.SaveAsync(file, HtmlReport.Write(data), StopToken);
        }
        catch (FileNotSavedException exception)
        {
            ThrowTerminatingError(ErrorRecords.TryFrom(exception, target: null)!);
        }
    }

    /// <summary>Comes last, so that an error preference of Stop doesn't lose the report.</summary>
    private void WriteFailures()
    {
        foreach (var reading in _readings)
        {
            foreach (var failure in reading.Failures)
            {
                if (ErrorRecords.TryFromRead(failure.Exception, reading.OrganizationId) is { } error)
                {
                    Pipeline.WriteError(error);
                }
                else
                {
                    ExceptionDispatchInfo.Throw(failure.Exception);
                }
            }
        }
    }
}
