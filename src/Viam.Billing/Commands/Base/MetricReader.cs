using System.Collections.Concurrent;
using Viam.Billing.Invoices;
using Viam.Billing.Reports;
using Viam.Billing.Services;
using Viam.Billing.Usage;
using Viam.Billing.Usage.Forecasting;
using Viam.Billing.Usage.Storage;

namespace Viam.Billing.Commands.Base;

/// <summary>Reads what the metrics of organizations need. Safe for concurrent use.</summary>
internal sealed class MetricReader
{
    private readonly ConcurrentDictionary<string, OrganizationMetrics> _metrics = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>What was read so far, by organization ID.</summary>
    public IEnumerable<OrganizationMetrics> Metrics =>
        _metrics.Values.OrderBy(static organization => organization.OrganizationId, StringComparer.Ordinal);

    /// <summary>What was read before an error counts, too; that not all was read is a metric.</summary>
    /// <param name="folder">The folder of the usage store.</param>
    public async Task ReadAsync(IBillingService service, string organizationId, string folder, CallContext call)
    {
        var metrics = Add(new OrganizationMetrics(organizationId, OrganizationName: null));
        var usage = (await service.GetCurrentMonthUsageAsync(organizationId, call).ConfigureAwait(false)).Total;
        metrics = Add(metrics with { MonthToDate = usage.Subtotal });
        var summary = await service.GetInvoicesSummaryAsync(organizationId, call).ConfigureAwait(false);
        var open = AgingCalculator.Detail(summary.Invoices, DateTime.UtcNow, InvoiceAgeBasis.DueDate);
        metrics = Add(metrics with { OpenInvoices = open });
        var readAt = DateTime.UtcNow;
        UsageStores.Run(
            organizationId,
            () => [Add(metrics with { Forecast = Forecast(usage, folder, call.CancellationToken), ReadAt = readAt })]
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

    private OrganizationMetrics Add(OrganizationMetrics metrics) => _metrics[metrics.OrganizationId] = metrics;
}
