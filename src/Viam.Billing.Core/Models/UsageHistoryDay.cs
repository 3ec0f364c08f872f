using Viam.Billing.Text;

namespace Viam.Billing;

/// <summary>
/// What a day of an organization, or one row of it, cost. Amounts are US dollars with discounts subtracted.
/// </summary>
public sealed class UsageHistoryDay : OrganizationRow
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

    /// <summary>Midnight UTC, at which the day starts.</summary>
    public DateTime Date { get; internal init; }

    /// <summary>Negative after a correction.</summary>
    public decimal Cost { get; internal init; }

    /// <summary>Snapshots more than 36 hours apart were divided into days by time.</summary>
    public bool IsEstimated { get; internal init; }

    public override string ToString() =>
        VisibleText.From(
            FormattableString.Invariant(
                $"{ResourceType ?? OrganizationName ?? OrganizationId} {Date:yyyy-MM-dd} {Cost:0.00} USD"
            )
        );
}
