namespace Viam.Billing.Usage;

/// <param name="Total">The change of the whole organization; null if a required amount is unknown.</param>
/// <param name="Rows">The rows that changed, the largest change first.</param>
/// <param name="UnknownRows">The rows that can't be compared, because an amount is unknown.</param>
internal sealed record ComparisonResult(
    ComparisonSpans Spans,
    UsageDifference? Total,
    IReadOnlyList<KeyValuePair<UsageRowKey, UsageDifference>> Rows,
    IReadOnlyList<UsageRowKey> UnknownRows
)
{
    /// <summary>Null if an amount is unknown.</summary>
    public UsageChange? ToTotal(string organizationId, string? organizationName) =>
        Total is null ? null : ToModel(organizationId, organizationName, key: null, Total);

    public IEnumerable<UsageChange> ToRows(string organizationId, string? organizationName) =>
        Rows.Select(row => ToModel(organizationId, organizationName, row.Key, row.Value));

    private UsageChange ToModel(
        string organizationId,
        string? organizationName,
        UsageRowKey? key,
        UsageDifference difference
    ) =>
        new()
        {
            OrganizationName = organizationName,
            OrganizationId = organizationId,
            SourceType = key?.SourceType,
            TierName = key?.TierName,
            ResourceType = key?.ResourceType,
            ReferenceStart = Spans.ReferenceStart,
            ReferenceEnd = Spans.ReferenceEnd,
            CurrentStart = Spans.CurrentStart,
            CurrentEnd = Spans.CurrentEnd,
            Reference = difference.Reference,
            Current = difference.Current,
            Change = difference.Change,
            PercentChange = difference.Percent is { } percent ? Math.Round(percent, 1, MidpointRounding.ToEven) : null,
            Kind = difference.Kind,
            IsEstimated = difference.IsEstimated,
        };
}
