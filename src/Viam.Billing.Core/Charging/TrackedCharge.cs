namespace Viam.Billing.Charging;

/// <summary>A charge that is in progress or has an unknown outcome.</summary>
/// <param name="Key">A unique key of the charge in the session.</param>
/// <param name="Total">US dollars.</param>
/// <param name="FirstIntentAt">UTC. Invoices are new from this time.</param>
/// <param name="LastIntentAt">UTC.</param>
/// <param name="HasCompleteList">False if the list before the charge was incomplete, so that new invoices can't be
/// recognized.</param>
/// <param name="IsKnown">Returns true for an invoice that existed before.</param>
internal sealed record TrackedCharge(
    string Key,
    string OrganizationId,
    decimal Total,
    DateTime FirstIntentAt,
    DateTime LastIntentAt,
    bool HasCompleteList,
    Func<string, bool> IsKnown
)
{
    /// <summary>
    /// The date of an invoice is the date of its charge, apart from differences of time zones and clocks.
    /// </summary>
    private static readonly TimeSpan s_earliest = TimeSpan.FromHours(24);

    /// <summary>Less than two weeks or a month, after which the same amount might be charged again.</summary>
    private static readonly TimeSpan s_latest = TimeSpan.FromDays(7);

    /// <summary>True if an invoice with this date can't belong to the charge.</summary>
    public bool IsRuledOut(DateTime? invoiceDate) =>
        invoiceDate < FirstIntentAt - s_earliest || invoiceDate > LastIntentAt + s_latest;
}
