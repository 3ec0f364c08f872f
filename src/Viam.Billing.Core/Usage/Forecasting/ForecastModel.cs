namespace Viam.Billing.Usage.Forecasting;

/// <summary>Creates the objects that cmdlets return.</summary>
internal static class ForecastModel
{
    /// <param name="key">The row; null for the organization as a whole.</param>
    public static UsageForecast Create(
        UsageSnapshot current,
        double level,
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
            StartDate = current.Period.Start,
            EndDate = current.Period.End,
            ReadAt = current.ReadAt,
            ElapsedPart = Math.Round((decimal)Math.Min(1, current.Period.ElapsedPart(current.ReadAt)), 4),
            Current = line.Current,
            Forecast = line.Forecast,
            Low = line.Low,
            High = line.High,
            Level = (decimal)level,
            Method = line.Method,
            Confidence = line.Confidence,
            SnapshotDays = line.SettledDays,
            PastMonths = line.PastMonths,
        };
}
