using Viam.Billing.Text;

namespace Viam.Billing;

/// <summary>
/// The cost of an organization, or of one of its rows, since the start of a billing period, as read at one time.
/// Amounts are US dollars with discounts subtracted.
/// </summary>
public sealed class UsageHistorySnapshot : OrganizationRow
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

    /// <summary>The time at which the usage was read. UTC.</summary>
    public DateTime ReadAt { get; internal init; }

    /// <summary>The amount since the start of the period; null if unknown.</summary>
    public decimal? Cost { get; internal init; }

    public override string ToString() =>
        VisibleText.From(
            FormattableString.Invariant(
                $"{ResourceType ?? OrganizationName ?? OrganizationId} {ReadAt:u} {Cost:0.00} USD"
            )
        );
}
