using Viam.Billing.Text;

namespace Viam.Billing;

/// <summary>
/// How the cost of an organization, or of one row of it, differs between two comparable spans of time. Amounts are US
/// dollars with discounts subtracted.
/// </summary>
public sealed class UsageChange : OrganizationRow
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

    /// <summary>The start of the span that <see cref="Reference"/> covers. UTC.</summary>
    public DateTime ReferenceStart { get; internal init; }

    /// <summary>UTC.</summary>
    public DateTime ReferenceEnd { get; internal init; }

    /// <summary>The start of the span that <see cref="Current"/> covers. UTC.</summary>
    public DateTime CurrentStart { get; internal init; }

    /// <summary>UTC.</summary>
    public DateTime CurrentEnd { get; internal init; }

    /// <summary>The cost of the earlier span.</summary>
    public decimal Reference { get; internal init; }

    /// <summary>The cost of the later span.</summary>
    public decimal Current { get; internal init; }

    public decimal Change { get; internal init; }

    /// <summary>To one decimal; null if the reference is 0.</summary>
    public decimal? PercentChange { get; internal init; }

    public UsageChangeKind Kind { get; internal init; }

    /// <summary>Snapshots were more than 36 hours apart where an amount was read between two of them.</summary>
    public bool IsEstimated { get; internal init; }

    public override string ToString() =>
        VisibleText.From(
            FormattableString.Invariant(
                $"{ResourceType ?? OrganizationName ?? OrganizationId} {Change:+0.00;-0.00;0.00} USD"
            )
        );
}
