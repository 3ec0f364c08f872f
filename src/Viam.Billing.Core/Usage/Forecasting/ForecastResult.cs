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
    public OrganizationForecast ToTotal() => new(Current, Level, Total, UnknownRows);

    public UsageForecast ToTotal(string organizationId, string? organizationName) =>
        ToTotal().ToModel(organizationId, organizationName);

    public IEnumerable<UsageForecast> ToRows(string organizationId, string? organizationName) =>
        Rows.Select(row => ForecastModel.Create(Current, Level, organizationId, organizationName, row.Key, row.Value));
}
