using Viam.Billing.Text;

namespace Viam.Billing;

/// <summary>
/// The usage costs of an organization in the current billing month so far. Amounts are US dollars, and add up: <see
/// cref="TotalWithoutDiscount"/> − <see cref="Discount"/> = <see cref="TotalWithDiscount"/>, and with <see
/// cref="OtherCharges"/> the <see cref="AmountDue"/>. Source: BillingService.GetCurrentMonthUsage.
/// </summary>
public sealed class CurrentMonthUsage : OrganizationRow
{
    public override string? OrganizationName { get; internal set; }

    public override string OrganizationId { get; internal init; } = "";

    /// <summary>The time at which the response arrived. UTC.</summary>
    public DateTime ReadAt { get; internal init; }

    /// <summary>The start of the billing month, in UTC; null if unknown.</summary>
    public DateTime? StartDate { get; internal init; }

    /// <summary>The end of the billing month, in UTC; null if unknown.</summary>
    public DateTime? EndDate { get; internal init; }

    /// <summary>The costs of all sources, before discounts.</summary>
    public decimal? TotalWithoutDiscount { get; internal init; }

    /// <summary>The discounts of all sources.</summary>
    public decimal? Discount { get; internal init; }

    /// <summary>The costs of all sources, with discounts subtracted.</summary>
    public decimal? TotalWithDiscount { get; internal init; }

    /// <summary>The part of the subtotal that isn't attributed to a source, such as a platform fee.</summary>
    public decimal? OtherCharges => UsageAmount.Known(Subtotal) - UsageAmount.Known(TotalWithDiscount);

    /// <summary>The amount due, as the service reports it.</summary>
    public decimal? Subtotal { get; internal init; }

    /// <summary>The amount that will be billed for the month so far: the <see cref="Subtotal"/>.</summary>
    public decimal? AmountDue => Subtotal;

    /// <summary>
    /// The sources of the costs. Only an object that a session returned has them, and not a copy from a file, a job, or
    /// another computer.
    /// </summary>
    internal IReadOnlyList<SourceUsage> Sources { get; init; } = [];

    /// <summary>
    /// The folder of the service's own usage store, such as that of the sandbox; null for the user's store.
    /// </summary>
    internal Func<string>? ServiceStore { get; init; }

    public override string ToString() =>
        VisibleText.From(
            FormattableString.Invariant(
                $"{OrganizationName ?? OrganizationId} {StartDate:yyyy-MM-dd}..{EndDate:yyyy-MM-dd} {Subtotal:0.00} USD"
            )
        );
}
