using Viam.Billing.Text;

namespace Viam.Billing;

/// <summary>
/// What a billing period of an organization, or one row of it, cost. Amounts are US dollars with discounts subtracted.
/// </summary>
public sealed class UsageHistoryMonth : OrganizationRow
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

    /// <summary>The start of the billing period. UTC.</summary>
    public DateTime StartDate { get; internal init; }

    /// <summary>The end of the billing period. UTC.</summary>
    public DateTime EndDate { get; internal init; }

    /// <summary>The amount at the end of the period, or so far; null if unknown.</summary>
    public decimal? Cost { get; internal init; }

    /// <summary>The last snapshot was read within an hour of the period's end, or after it.</summary>
    public bool IsFinal { get; internal init; }

    /// <summary>The snapshots cover the period well enough for forecasts to learn from it.</summary>
    public bool IsComplete { get; internal init; }

    /// <summary>The cost was extended from the last snapshot to the end of the period.</summary>
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
