using Viam.Billing.Text;

namespace Viam.Billing;

/// <summary>
/// The cost of one resource type in the current billing month so far. Amounts are US dollars; null if unknown. All rows
/// of an organization add up to its amount due. Source: BillingService.GetCurrentMonthUsage.
/// </summary>
public sealed class ResourceUsageCost : OrganizationRow
{
    public override string? OrganizationName { get; internal set; }

    public override string OrganizationId { get; internal init; } = "";

    /// <summary>The time at which the response arrived. UTC.</summary>
    public DateTime ReadAt { get; internal init; }

    /// <summary>The start of the billing month, in UTC; null if unknown.</summary>
    public DateTime? StartDate { get; internal init; }

    /// <summary>The end of the billing month, in UTC; null if unknown.</summary>
    public DateTime? EndDate { get; internal init; }

    /// <summary>
    /// Org or Fragment; Unknown(n) for a number that this version doesn't know; null if the server doesn't report
    /// sources, and for the part of the subtotal that isn't attributed to a source.
    /// </summary>
    public string? SourceType { get; internal init; }

    public string? TierName { get; internal init; }

    /// <summary>
    /// The resource type, such as PerMachine; Unknown(n) for a number that this version doesn't know; Other for the
    /// part of the subtotal that isn't attributed to a source, such as a platform fee.
    /// </summary>
    public string ResourceType { get; internal init; } = "";

    /// <summary>The cost before the discount.</summary>
    public decimal? Cost { get; internal init; }

    /// <summary>The row's share of its source's discount.</summary>
    public decimal? Discount { get; internal init; }

    /// <summary>The cost with the discount subtracted, which is part of the amount due.</summary>
    public decimal? NetCost { get; internal init; }

    public override string ToString() =>
        VisibleText.From(FormattableString.Invariant($"{ResourceType} {Cost:0.00} USD"));
}
