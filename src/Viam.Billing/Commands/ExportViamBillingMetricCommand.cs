using System.Collections.Concurrent;
using System.Management.Automation;
using Viam.Billing.Commands.Base;
using Viam.Billing.Errors;
using Viam.Billing.Files;
using Viam.Billing.Invoices;
using Viam.Billing.Reports;
using Viam.Billing.Services;
using Viam.Billing.Usage;
using Viam.Billing.Usage.Forecasting;
using Viam.Billing.Usage.Storage;

namespace Viam.Billing.Commands;

/// <summary>Exports usage, forecast and overdue invoices of organizations to a Prometheus text file.</summary>
[Cmdlet(VerbsData.Export, "ViamBillingMetric", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(FileInfo))]
public sealed class ExportViamBillingMetricCommand : OrganizationCommand
{
    private readonly ConcurrentDictionary<string, OrganizationMetrics> _metrics = new(StringComparer.OrdinalIgnoreCase);
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
                await ReadAsync(service, organizationId, folder, call).ConfigureAwait(false);
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
            .. _metrics
                .Values.OrderBy(static organization => organization.OrganizationId, StringComparer.Ordinal)
                .Select(organization => organization with { OrganizationName = NameOf(organization.OrganizationId) }),
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

    /// <summary>What was read before an error counts, too; that not all was read is a metric.</summary>
    private async Task ReadAsync(IBillingService service, string organizationId, string folder, CallContext call)
    {
        _metrics[organizationId] = new OrganizationMetrics(organizationId, OrganizationName: null);
        var usage = (await service.GetCurrentMonthUsageAsync(organizationId, call).ConfigureAwait(false)).Total;
        _metrics[organizationId] = _metrics[organizationId] with { MonthToDate = usage.Subtotal };
        var summary = await service.GetInvoicesSummaryAsync(organizationId, call).ConfigureAwait(false);
        var open = AgingCalculator.Detail(summary.Invoices, DateTime.UtcNow, InvoiceAgeBasis.DueDate);
        _metrics[organizationId] = _metrics[organizationId] with { OpenInvoices = open };
        UsageStores.Run(
            organizationId,
            () =>
            {
                var forecast = Forecast(usage, folder, call.CancellationToken);
                _metrics[organizationId] = _metrics[organizationId] with
                {
                    Forecast = forecast,
                    ReadAt = DateTime.UtcNow,
                };
                return [];
            }
        );
    }

    private static decimal? Forecast(CurrentMonthUsage usage, string folder, CancellationToken stop)
    {
        if (UsageSnapshot.From(usage) is not { } snapshot)
        {
            return null;
        }
        var history = new UsageStore(folder).Read(usage.OrganizationId, cancellationToken: stop);
        return UsageForecaster
            .Forecast(snapshot, history, ForecastOptions.Default)
            .ToTotal(usage.OrganizationId, organizationName: null)
            .Forecast;
    }
}
