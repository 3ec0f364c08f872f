using Viam.Billing.Text;

namespace Viam.Billing;

/// <summary>
/// What an organization's billing period, or one row of it, is expected to cost at its end. Amounts are US dollars with
/// discounts subtracted.
/// </summary>
public sealed class UsageForecast : OrganizationRow
{
    public override string? OrganizationName { get; internal set; }

    public override string OrganizationId { get; internal init; } = "";

    /// <summary>
    /// Null for the whole organization, and for the part of the subtotal that no source accounts for.
    /// </summary>
    public string? SourceType { get; internal init; }

    public string? TierName { get; internal init; }

    /// <summary>Null for the whole organization.</summary>
    public string? ResourceType { get; internal init; }

    /// <summary>UTC.</summary>
    public DateTime StartDate { get; internal init; }

    /// <summary>UTC.</summary>
    public DateTime EndDate { get; internal init; }

    /// <summary>When the current amount was read. UTC.</summary>
    public DateTime ReadAt { get; internal init; }

    /// <summary>How much of the period had elapsed: 0 to 1.</summary>
    public decimal ElapsedPart { get; internal init; }

    /// <summary>The amount so far; null if unknown.</summary>
    public decimal? Current { get; internal init; }

    /// <summary>The amount at the end of the period; null if there is no forecast.</summary>
    public decimal? Forecast { get; internal init; }

    public decimal? Low { get; internal init; }

    public decimal? High { get; internal init; }

    /// <summary>
    /// How often, in percent, the amount is expected to lie between <see cref="Low"/> and <see cref="High"/>.
    /// </summary>
    public decimal Level { get; internal init; }

    public ForecastMethod Method { get; internal init; }

    public ForecastConfidence Confidence { get; internal init; }

    /// <summary>The number of recent daily costs, at most 14, that the forecast could use.</summary>
    public int SnapshotDays { get; internal init; }

    /// <summary>The number of complete past months that the forecast could use.</summary>
    public int PastMonths { get; internal init; }

    public override string ToString() =>
        VisibleText.From(
            FormattableString.Invariant($"{ResourceType ?? OrganizationName ?? OrganizationId} {Forecast:0.00} USD")
        );
}
