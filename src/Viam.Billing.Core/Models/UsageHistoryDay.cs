using Viam.Billing.Text;

namespace Viam.Billing;

/// <summary>
/// The cost of an organization, or of one of its rows, on one UTC day. Amounts are US dollars with discounts
/// subtracted.
/// </summary>
public sealed class UsageHistoryDay : OrganizationRow
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

    /// <summary>The start of the day, midnight UTC.</summary>
    public DateTime Date { get; internal init; }

    /// <summary>The cost of the day, negative after a correction.</summary>
    public decimal Cost { get; internal init; }

    /// <summary>True if the cost was divided by time between snapshots that are more than 36 hours apart.</summary>
    public bool IsEstimated { get; internal init; }

    public override string ToString() =>
        VisibleText.From(
            FormattableString.Invariant(
                $"{ResourceType ?? OrganizationName ?? OrganizationId} {Date:yyyy-MM-dd} {Cost:0.00} USD"
            )
        );
}
