using Viam.Billing.Text;

namespace Viam.Billing;

/// <summary>
/// The difference between the costs of an organization, or of one of its rows, in two comparable time spans. Amounts
/// are US dollars with discounts subtracted.
/// </summary>
public sealed class UsageChange : OrganizationRow
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

    /// <summary>The start of the time span of <see cref="Reference"/>. UTC.</summary>
    public DateTime ReferenceStart { get; internal init; }

    /// <summary>The end of the time span of <see cref="Reference"/>. UTC.</summary>
    public DateTime ReferenceEnd { get; internal init; }

    /// <summary>The start of the time span of <see cref="Current"/>. UTC.</summary>
    public DateTime CurrentStart { get; internal init; }

    /// <summary>The end of the time span of <see cref="Current"/>. UTC.</summary>
    public DateTime CurrentEnd { get; internal init; }

    /// <summary>The cost in the earlier time span.</summary>
    public decimal Reference { get; internal init; }

    /// <summary>The cost in the later time span.</summary>
    public decimal Current { get; internal init; }

    /// <summary><see cref="Current"/> minus <see cref="Reference"/>.</summary>
    public decimal Change { get; internal init; }

    /// <summary>The change in percent of the reference, to one decimal; null if the reference is 0.</summary>
    public decimal? PercentChange { get; internal init; }

    public UsageChangeKind Kind { get; internal init; }

    /// <summary>True if an amount was interpolated between snapshots that are more than 36 hours apart.</summary>
    public bool IsEstimated { get; internal init; }

    public override string ToString() =>
        VisibleText.From(
            FormattableString.Invariant(
                $"{ResourceType ?? OrganizationName ?? OrganizationId} {Change:+0.00;-0.00;0.00} USD"
            )
        );
}
