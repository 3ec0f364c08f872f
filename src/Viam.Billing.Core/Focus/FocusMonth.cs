using Viam.Billing.Usage;

namespace Viam.Billing.Focus;

/// <summary>The FOCUS rows of one billing period of an organization, which add up to its subtotal exactly.</summary>
internal sealed record FocusMonth
{
    public required UsagePeriod Period { get; init; }

    /// <summary>Empty if no subtotal is known.</summary>
    public required IReadOnlyList<FocusRow> Rows { get; init; }

    /// <summary>True if no snapshot has a subtotal, so that there is no amount for the rows.</summary>
    public bool IsSubtotalUnknown { get; init; }

    /// <summary>The number of unknown costs. The adjustment includes them as far as the subtotal does.</summary>
    public int UnknownCosts { get; init; }
}
