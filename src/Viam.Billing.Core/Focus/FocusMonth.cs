using Viam.Billing.Usage;

namespace Viam.Billing.Focus;

/// <summary>The FOCUS rows of one billing period of an organization. They add up to its subtotal exactly.</summary>
internal sealed record FocusMonth
{
    public required UsagePeriod Period { get; init; }

    /// <summary>Empty if nothing is known of the subtotal.</summary>
    public required IReadOnlyList<FocusRow> Rows { get; init; }

    /// <summary>No snapshot has a subtotal, so there is no amount that rows could add up to.</summary>
    public bool IsSubtotalUnknown { get; init; }

    /// <summary>
    /// The costs that were unknown. They are part of the adjustment, as far as the subtotal includes them.
    /// </summary>
    public int UnknownCosts { get; init; }
}
