using Viam.Billing.Text;

namespace Viam.Billing;

/// <summary>
/// The expected cost of an organization, or of one of its rows, at the end of the billing period. Amounts are US
/// dollars with discounts subtracted.
/// </summary>
public sealed class UsageForecast : OrganizationRow
{
    public override string? OrganizationName { get; internal set; }

    public override string OrganizationId { get; internal init; } = "";

    /// <summary>
    /// Org or Fragment; null for the whole organization, and for the part of the subtotal that isn't attributed to a
    /// source.
    /// </summary>
    public string? SourceType { get; internal init; }

    public string? TierName { get; internal init; }

    /// <summary>The resource type; null for the whole organization.</summary>
    public string? ResourceType { get; internal init; }

    /// <summary>The start of the billing period. UTC.</summary>
    public DateTime StartDate { get; internal init; }

    /// <summary>The end of the billing period. UTC.</summary>
    public DateTime EndDate { get; internal init; }

    /// <summary>The time at which the current amount was read. UTC.</summary>
    public DateTime ReadAt { get; internal init; }

    /// <summary>The elapsed part of the period when the amount was read, from 0 to 1.</summary>
    public decimal ElapsedPart { get; internal init; }

    /// <summary>The amount so far; null if unknown.</summary>
    public decimal? Current { get; internal init; }

    /// <summary>The amount at the end of the period; null if there is no forecast.</summary>
    public decimal? Forecast { get; internal init; }

    /// <summary>The lower end of the forecast interval; null if there is no forecast.</summary>
    public decimal? Low { get; internal init; }

    /// <summary>The upper end of the forecast interval; null if there is no forecast.</summary>
    public decimal? High { get; internal init; }

    /// <summary>
    /// The probability, in percent, with which the amount is expected to be between <see cref="Low"/> and <see
    /// cref="High"/>.
    /// </summary>
    public decimal Level { get; internal init; }

    /// <summary>The method of the forecast.</summary>
    public ForecastMethod Method { get; internal init; }

    /// <summary>The confidence of the forecast.</summary>
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
