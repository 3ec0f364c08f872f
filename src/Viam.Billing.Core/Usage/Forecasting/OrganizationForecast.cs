namespace Viam.Billing.Usage.Forecasting;

/// <summary>The forecast of an organization as a whole.</summary>
/// <param name="Current">The snapshot that was used.</param>
/// <param name="UnknownRows">See <see cref="ForecastResult"/>.</param>
internal sealed record OrganizationForecast(
    UsageSnapshot Current,
    double Level,
    ForecastLine Line,
    IReadOnlyList<UsageRowKey> UnknownRows
)
{
    public UsageForecast ToModel(string organizationId, string? organizationName) =>
        ForecastModel.Create(Current, Level, organizationId, organizationName, key: null, Line);
}
