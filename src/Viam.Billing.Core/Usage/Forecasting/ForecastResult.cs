namespace Viam.Billing.Usage.Forecasting;

/// <summary>The forecast of an organization.</summary>
/// <param name="Current">The snapshot that was used.</param>
/// <param name="Rows">
/// The rows, ordered by name. With the remainder, their current amounts add up to the total's.
/// </param>
/// <param name="UnknownRows">The rows whose current amount is unknown, so that the total has no forecast.</param>
internal sealed record ForecastResult(
    UsageSnapshot Current,
    double Level,
    ForecastLine Total,
    IReadOnlyList<KeyValuePair<UsageRowKey, ForecastLine>> Rows,
    IReadOnlyList<UsageRowKey> UnknownRows
)
{
    public UsageForecast ToTotal(string organizationId, string? organizationName) =>
        ToModel(organizationId, organizationName, key: null, Total);

    public IEnumerable<UsageForecast> ToRows(string organizationId, string? organizationName) =>
        Rows.Select(row => ToModel(organizationId, organizationName, row.Key, row.Value));

    private UsageForecast ToModel(
        string organizationId,
        string? organizationName,
        UsageRowKey? key,
        ForecastLine line
    ) =>
        new()
        {
            OrganizationName = organizationName,
            OrganizationId = organizationId,
            SourceType = key?.SourceType,
            TierName = key?.TierName,
            ResourceType = key?.ResourceType,
            StartDate = Current.Period.Start,
            EndDate = Current.Period.End,
            ReadAt = Current.ReadAt,
            ElapsedPart = Math.Round((decimal)Math.Min(1, Current.Period.ElapsedPart(Current.ReadAt)), 4),
            Current = line.Current,
            Forecast = line.Forecast,
            Low = line.Low,
            High = line.High,
            Level = (decimal)Level,
            Method = line.Method,
            Confidence = line.Confidence,
            SnapshotDays = line.SettledDays,
            PastMonths = line.PastMonths,
        };
}
