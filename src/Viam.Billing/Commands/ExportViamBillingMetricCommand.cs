using System.Management.Automation;
using Viam.Billing.Commands.Base;
using Viam.Billing.Errors;
using Viam.Billing.Files;
using Viam.Billing.Reports;

namespace Viam.Billing.Commands;

/// <summary>Exports usage, forecast and overdue invoices of organizations to a Prometheus text file.</summary>
[Cmdlet(VerbsData.Export, "ViamBillingMetric", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(FileInfo))]
public sealed class ExportViamBillingMetricCommand : OrganizationCommand
{
    private readonly MetricReader _reader = new();
    private UsageStores? _stores;
    private string? _file;

    /// <summary>The file, whose name ends in .prom for the textfile collector of node_exporter.</summary>
    [Parameter(Mandatory = true)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>The folder of the usage store. Default: VIAM_BILLING_STORE, else the user's application data.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? StorePath { get; set; }

    /// <summary>Emits the file that was saved.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override Task BeginAsync()
    {
        var file = OutputLocation.ResolveFile(this, Path);
        if (Pipeline.ShouldProcess(file, "Export billing metrics"))
        {
            _stores = new UsageStores(this, StorePath);
            _file = file;
        }
        return Task.CompletedTask;
    }

    private protected override Task ProcessAsync()
    {
        if (_file is null)
        {
            return Task.CompletedTask;
        }
        var folder = _stores!.Find(Service.UsageStore);
        return ReadEachAsync(
            async (service, organizationId, call) =>
            {
                await _reader.ReadAsync(service, organizationId, folder, call).ConfigureAwait(false);
                return [];
            }
        );
    }

    private protected override async Task EndAsync()
    {
        await base.EndAsync();
        if (_file is null)
        {
            return;
        }
        OrganizationMetrics[] metrics =
        [
            .. _reader.Metrics.Select(row => row with { OrganizationName = NameOf(row.OrganizationId) }),
        ];
        try
        {
            await MetricFile.SaveAsync(_file, metrics, StopToken);
        }
        catch (FileNotSavedException exception)
        {
            ThrowTerminatingError(ErrorRecords.TryFrom(exception, target: null)!);
        }
        if (PassThru)
        {
            Pipeline.WriteObject(new FileInfo(_file));
        }
    }

    private string? NameOf(string organizationId) =>
        ActiveSession
            .Seen.Organizations.FirstOrDefault(organization => organization.OrganizationId == organizationId)
            ?.Name;
}
