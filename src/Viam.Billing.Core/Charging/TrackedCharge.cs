namespace Viam.Billing.Charging;

/// <summary>A charge whose outcome isn't known, or that is in flight.</summary>
/// <param name="Key">What tells it apart from every other charge of the session.</param>
/// <param name="Total">US dollars.</param>
/// <param name="FirstIntentAt">UTC. Invoices are new from here on.</param>
/// <param name="LastIntentAt">UTC.</param>
/// <param name="HasCompleteList">False if the service's list before the charge lacked invoices, so that what is new
/// can't be told.</param>
/// <param name="IsKnown">True for an invoice that existed before.</param>
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
    /// An invoice carries the date of its charge, give or take a time zone and a clock that is wrong.
    /// </summary>
    private static readonly TimeSpan s_earliest = TimeSpan.FromHours(24);

    /// <summary>Shorter than the month, or two weeks, after which the same amount may be charged again.</summary>
    private static readonly TimeSpan s_latest = TimeSpan.FromDays(7);

    /// <summary>True if an invoice's date rules out that this charge made it.</summary>
    public bool IsRuledOut(DateTime? invoiceDate) =>
        invoiceDate < FirstIntentAt - s_earliest || invoiceDate > LastIntentAt + s_latest;
}
