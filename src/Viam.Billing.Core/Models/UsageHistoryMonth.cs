using Viam.Billing.Text;

namespace Viam.Billing;

/// <summary>
/// The cost of an organization, or of one of its rows, in one billing period. Amounts are US dollars with discounts
/// subtracted.
/// </summary>
public sealed class UsageHistoryMonth : OrganizationRow
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

    /// <summary>The amount at the end of the period, or so far; null if unknown.</summary>
    public decimal? Cost { get; internal init; }

    /// <summary>True if the last snapshot was read within an hour of the end of the period, or later.</summary>
    public bool IsFinal { get; internal init; }

    /// <summary>True if the snapshots cover enough of the period to be used for forecasts.</summary>
    public bool IsComplete { get; internal init; }

    /// <summary>True if the cost was extrapolated from the last snapshot to the end of the period.</summary>
    public bool IsEstimated { get; internal init; }

    /// <summary>The time of the last snapshot, at most the end of the period. UTC.</summary>
    public DateTime CoveredUntil { get; internal init; }

    /// <summary>The number of snapshots.</summary>
    public int SnapshotCount { get; internal init; }

    public override string ToString() =>
        VisibleText.From(
            FormattableString.Invariant(
                $"{ResourceType ?? OrganizationName ?? OrganizationId} {StartDate:yyyy-MM} {Cost:0.00} USD"
            )
        );
}
