namespace Viam.Billing;

/// <summary>What the running month has cost an organization so far. Source: BillingService.GetCurrentMonthUsage.</summary>
public sealed class CurrentMonthUsage : OrganizationRow
{
    public override string? OrganizationName { get; internal set; }

    public override string OrganizationId { get; internal init; } = "";

    /// <summary>UTC.</summary>
    public DateTime? StartDate { get; internal init; }

    /// <summary>UTC.</summary>
    public DateTime? EndDate { get; internal init; }

    /// <summary>US dollars, as the service says it: not always the sum of the parts.</summary>
    public decimal? Subtotal { get; internal init; }

    /// <summary>US dollars, over all sources.</summary>
    public decimal? Discount { get; internal init; }

    /// <summary>US dollars, over all sources.</summary>
    public decimal? TotalWithDiscount { get; internal init; }

    /// <summary>US dollars, over all sources.</summary>
    public decimal? TotalWithoutDiscount { get; internal init; }

    public override string ToString() =>
        FormattableString.Invariant(
            $"{OrganizationId} {StartDate:yyyy-MM-dd}..{EndDate:yyyy-MM-dd} {Subtotal:0.00} USD"
        );
}
