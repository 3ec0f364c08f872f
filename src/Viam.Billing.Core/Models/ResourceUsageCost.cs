using Viam.Billing.Text;

namespace Viam.Billing;

/// <summary>
/// What one resource type has cost in the current billing month. Amounts are US dollars. All rows of an organization
/// add up to its amount due. Source: BillingService.GetCurrentMonthUsage.
/// </summary>
public sealed class ResourceUsageCost : OrganizationRow
{
    public override string? OrganizationName { get; internal set; }

    public override string OrganizationId { get; internal init; } = "";

    /// <summary>When the response arrived. UTC.</summary>
    public DateTime ReadAt { get; internal init; }

    /// <summary>UTC.</summary>
    public DateTime? StartDate { get; internal init; }

    /// <summary>UTC.</summary>
    public DateTime? EndDate { get; internal init; }

    /// <summary>
    /// Org or Fragment; Unknown(n) for a number that this version doesn't know; null from a server that doesn't report
    /// sources, and for the part of the subtotal that no source accounts for.
    /// </summary>
    public string? SourceType { get; internal init; }

    public string? TierName { get; internal init; }

    /// <summary>
    /// Such as PerMachine; Unknown(n) for a number that this version doesn't know; Other for the part of the subtotal
    /// that no source accounts for, such as a platform fee.
    /// </summary>
    public string ResourceType { get; internal init; } = "";

    /// <summary>Before the discount.</summary>
    public decimal? Cost { get; internal init; }

    /// <summary>The row's share of its source's discount.</summary>
    public decimal? Discount { get; internal init; }

    /// <summary>With the discount subtracted: the part of the amount due.</summary>
    public decimal? NetCost { get; internal init; }

    public override string ToString() =>
        VisibleText.From(FormattableString.Invariant($"{ResourceType} {Cost:0.00} USD"));
}
