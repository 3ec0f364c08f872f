using Viam.Billing.Invoices;
using Viam.Billing.Services;
using Viam.Billing.Text;
using Viam.Billing.Usage;
using Viam.Billing.Usage.Forecasting;
using Viam.Billing.Usage.Storage;

namespace Viam.Billing.Reports.Reading;

/// <summary>
/// Reads organizations for a report, with one request for usage and one for invoices each. Safe for concurrent use.
/// </summary>
/// <param name="asOf">The time for which the age of invoices is calculated. UTC.</param>
/// <param name="isSummary">Only the amount and the forecast are needed of the usage.</param>
internal sealed class OrganizationReader(DateTime asOf, bool isSummary = false)
{
    /// <summary>Reads an organization. Failures are part of the result.</summary>
    /// <param name="usage">The current usage if it is known; null if it must be requested.</param>
    /// <param name="storeFolder">The folder of the usage store.</param>
    public async Task<OrganizationReading> ReadAsync(
        IBillingService service,
        string organizationId,
        CurrentMonthUsage? usage,
        string storeFolder,
        CallContext call
    )
    {
        var failures = new List<ReadingFailure>();
        var usageRequest = usage is null ? ReadUsageAsync(service, organizationId, call) : Task.FromResult(usage);
        var invoicesRequest = service.GetInvoicesSummaryAsync(organizationId, call);
        var store = new UsageStore(storeFolder);
        var stop = call.CancellationToken;
        // Read while the service responds, but after the requests of other organizations were sent.
        var historyRead = isSummary
            ? null
            : Task.Factory.StartNew(
                () => Read(() => store.Read(organizationId, cancellationToken: stop)),
                CancellationToken.None,
                TaskCreationOptions.PreferFairness,
                TaskScheduler.Default
            );
        var current = await ResultAsync(usageRequest, ReportPart.Usage, failures).ConfigureAwait(false);
        var invoices = await ResultAsync(invoicesRequest, ReportPart.Invoices, failures).ConfigureAwait(false);
        var open = invoices is null ? null : AgingCalculator.Detail(invoices.Invoices, asOf, InvoiceAgeBasis.DueDate);
        var history = historyRead is null ? default : await historyRead.ConfigureAwait(false);
        if (current is not null && history.Failure is { } failure)
        {
            failures.Add(failure);
        }
        var described =
            current is null && invoices is null ? null
            : isSummary ? Summarize(organizationId, current, store, failures, stop)
            : Describe(organizationId, current, history.Value);
        return new OrganizationReading
        {
            OrganizationId = organizationId,
            OrganizationName = current?.OrganizationName,
            Organization = described is null
                ? null
                : described with
                {
                    Aging = open is null ? null : Age(organizationId, open),
                },
            OpenInvoices = open,
            Failures = failures,
        };
    }

    private static async Task<CurrentMonthUsage> ReadUsageAsync(
        IBillingService service,
        string organizationId,
        CallContext call
    ) => (await service.GetCurrentMonthUsageAsync(organizationId, call).ConfigureAwait(false)).Total;

    private static async Task<T?> ResultAsync<T>(Task<T> request, ReportPart part, List<ReadingFailure> failures)
        where T : class
    {
        try
        {
            return await request.ConfigureAwait(false);
        }
        catch (BillingException exception)
        {
            failures.Add(new ReadingFailure(part, exception));
            return null;
        }
    }

    /// <summary>
    /// Returns no value if the store can't be read. All months are read, so that forecasts are the same as those of
    /// other cmdlets.
    /// </summary>
    private static (T? Value, ReadingFailure? Failure) Read<T>(Func<T> read)
        where T : class
    {
        try
        {
            return (read(), null);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return (null, new ReadingFailure(ReportPart.History, ForeignText.Clean(exception)!));
        }
    }

    private static ReportOrganization Summarize(
        string organizationId,
        CurrentMonthUsage? usage,
        UsageStore store,
        List<ReadingFailure> failures,
        CancellationToken stop
    )
    {
        if (usage is null || UsageSnapshot.From(usage) is not { } snapshot)
        {
            return Describe(organizationId, usage, history: null);
        }
        var options = ForecastOptions.Default;
        var (forecast, failure) = Read(() => StoredForecasts.Forecast(store, organizationId, snapshot, options, stop));
        if (failure is not null)
        {
            failures.Add(failure);
        }
        return ReportOrganizationBuilder.Summarize(
            organizationId,
            forecast ?? UsageForecaster.Forecast(snapshot, UsageHistory.Empty, options).ToTotal()
        );
    }

    private static ReportOrganization Describe(
        string organizationId,
        CurrentMonthUsage? usage,
        UsageHistory? history
    ) =>
        usage switch
        {
            null => new ReportOrganization { OrganizationId = organizationId },
            _ when UsageSnapshot.From(usage) is { } snapshot => ReportOrganizationBuilder.Create(
                organizationId,
                organizationName: null,
                snapshot,
                history,
                ForecastOptions.Default
            ),
            _ => ReportOrganizationBuilder.WithoutPeriod(organizationId, usage.Subtotal),
        };

    private ReportAging Age(string organizationId, IReadOnlyList<InvoiceAgingDetail> open) =>
        ReportAging.From(
            AgingCalculator.Total(organizationId, open, asOf, outstandingBalance: null),
            open.Count(static invoice => invoice.Amount is null)
        );
}
