namespace Viam.Billing.Charging;

/// <summary>The invoices of an organization at one time.</summary>
/// <param name="MissingCount">The number of invoices that were listed before but aren't listed now.</param>
/// <param name="LateCount">The number of invoices of known charges that haven't been listed yet.</param>
internal sealed record InvoiceListing(
    string OrganizationId,
    IReadOnlyList<Invoice> Invoices,
    int MissingCount,
    int LateCount
)
{
    /// <summary>
    /// False if new invoices can't be recognized later, because invoices are missing or the list is empty, which can
    /// also be an error of the service.
    /// </summary>
    public bool IsBaseline => MissingCount == 0 && Invoices.Count > 0;
}
