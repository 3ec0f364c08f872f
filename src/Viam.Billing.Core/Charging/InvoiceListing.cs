namespace Viam.Billing.Charging;

/// <summary>An organization's invoices as the service listed them, once.</summary>
/// <param name="MissingCount">How many invoices that were listed before aren't listed now.</param>
/// <param name="LateCount">How many invoices of known charges haven't been listed yet.</param>
internal sealed record InvoiceListing(
    string OrganizationId,
    IReadOnlyList<Invoice> Invoices,
    int MissingCount,
    int LateCount
)
{
    /// <summary>
    /// False if what is listed later can't be told from what exists already: invoices are missing, or there are none at
    /// all, which a faulty list also looks like.
    /// </summary>
    public bool IsBaseline => MissingCount == 0 && Invoices.Count > 0;
}
