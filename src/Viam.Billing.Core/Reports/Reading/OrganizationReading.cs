namespace Viam.Billing.Reports.Reading;

/// <summary>The result of reading an organization for a report.</summary>
internal sealed class OrganizationReading : OrganizationRow
{
    public override string? OrganizationName { get; internal set; }

    public override string OrganizationId { get; internal init; } = "";

    /// <summary>Null if nothing could be read.</summary>
    public ReportOrganization? Organization { get; internal init; }

    /// <summary>Null if the invoices couldn't be read.</summary>
    public IReadOnlyList<InvoiceAgingDetail>? OpenInvoices { get; internal init; }

    public IReadOnlyList<ReadingFailure> Failures { get; internal init; } = [];

    /// <summary>Combines the results of several organizations.</summary>
    /// <param name="readAt">The time at which reading started. UTC.</param>
    public static ReportData Combine(DateTime readAt, IReadOnlyList<OrganizationReading> readings) =>
        new()
        {
            ReadAt = readAt,
            Organizations =
            [
                .. readings
                    .Where(static reading => reading.Organization is not null)
                    .Select(static reading =>
                        reading.Organization! with
                        {
                            OrganizationName = reading.OrganizationName,
                        }
                    ),
            ],
            Failures =
            [
                .. readings.SelectMany(static reading =>
                    reading.Failures.Select(failure => new ReportFailure(
                        reading.OrganizationId,
                        reading.OrganizationName,
                        failure.Part,
                        failure.Exception.Message
                    ))
                ),
            ],
        };

    /// <summary>Converts the results of several organizations to metrics.</summary>
    /// <param name="readAt">The time at which everything had been read. UTC.</param>
    public static IReadOnlyList<OrganizationMetrics> Measure(
        DateTime readAt,
        IEnumerable<OrganizationReading> readings
    ) =>
        [
            .. readings
                .OrderBy(static reading => reading.OrganizationId, StringComparer.Ordinal)
                .Select(reading => new OrganizationMetrics(reading.OrganizationId, reading.OrganizationName)
                {
                    MonthToDate = reading.Organization?.Spent,
                    Forecast = reading.Organization?.Forecast?.Forecast,
                    OpenInvoices = reading.OpenInvoices,
                    ReadAt = reading.Failures.Count == 0 ? readAt : null,
                }),
        ];
}
