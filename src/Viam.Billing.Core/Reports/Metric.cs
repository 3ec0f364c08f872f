namespace Viam.Billing.Reports;

/// <summary>A gauge and its samples for an organization.</summary>
/// <param name="Samples">
/// Returns the samples with the value of the bucket label, or null for a sample without that label.
/// </param>
internal sealed record Metric(
    string Name,
    string Help,
    Func<OrganizationMetrics, IEnumerable<(string? Bucket, decimal Value)>> Samples
)
{
    private static readonly InvoiceAgeBucket[] s_overdueBuckets =
    [
        InvoiceAgeBucket.Days1To30,
        InvoiceAgeBucket.Days31To60,
        InvoiceAgeBucket.Days61To90,
        InvoiceAgeBucket.Over90Days,
    ];

    /// <summary>The metrics in the order of the file.</summary>
    public static readonly IReadOnlyList<Metric> All =
    [
        new(
            "viam_usage_month_to_date_dollars",
            "Amount due so far in the current billing month, in US dollars.",
            static organization => One(organization.MonthToDate)
        ),
        new(
            "viam_usage_forecast_dollars",
            "Expected amount due at the end of the current billing month, in US dollars.",
            static organization => One(organization.Forecast)
        ),
        new(
            "viam_invoice_overdue_dollars",
            "Overdue invoices by days past due, without payments in progress, in US dollars.",
            static organization => organization.OpenInvoices is { } invoices ? Overdue(invoices) : []
        ),
        new(
            "viam_billing_read_success",
            "Whether everything was read from the service: 1 or 0.",
            static organization => One(organization.ReadAt is null ? 0 : 1)
        ),
        new(
            "viam_billing_read_timestamp_seconds",
            "When everything had been read from the service, in seconds since 1970.",
            static organization => One(organization.ReadAt is { } at ? UnixSeconds(at) : null)
        ),
    ];

    private static IEnumerable<(string? Bucket, decimal Value)> One(decimal? value) =>
        value is { } known ? [(null, known)] : [];

    /// <summary>
    /// Returns a sample for each bucket, even if it is 0, so that an alert ends after the invoices are paid.
    /// </summary>
    private static IEnumerable<(string? Bucket, decimal Value)> Overdue(IReadOnlyList<InvoiceAgingDetail> invoices) =>
        s_overdueBuckets.Select(bucket =>
            (
                (string?)bucket.ToString(),
                invoices
                    .Where(invoice => invoice.IsOverdue && invoice.Bucket == bucket)
                    .Sum(static invoice => invoice.Amount ?? 0)
            )
        );

    private static decimal UnixSeconds(DateTime at) => new DateTimeOffset(at, TimeSpan.Zero).ToUnixTimeSeconds();
}
