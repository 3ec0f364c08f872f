using Viam.Billing.Text;

namespace Viam.Billing;

/// <summary>What one kind of resource has cost in the running month. Source: BillingService.GetCurrentMonthUsage.</summary>
public sealed class ResourceUsageCost : OrganizationRow
{
    public override string? OrganizationName { get; internal set; }

    public override string OrganizationId { get; internal init; } = "";

    /// <summary>UTC.</summary>
    public DateTime? StartDate { get; internal init; }

    /// <summary>UTC.</summary>
    public DateTime? EndDate { get; internal init; }

    /// <summary>Org or Fragment; Unknown(n) for a number that this version does not know; null from a server that does not tell sources apart.</summary>
    public string? SourceType { get; internal init; }

    public string? TierName { get; internal init; }

    /// <summary>Such as PerMachine; Unknown(n) for a number that this version does not know.</summary>
    public string ResourceType { get; internal init; } = "";

    /// <summary>US dollars, before discounts.</summary>
    public decimal? Cost { get; internal init; }

    public override string ToString() =>
        VisibleText.From(FormattableString.Invariant($"{ResourceType} {Cost:0.00} USD"));
}
