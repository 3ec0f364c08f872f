using Viam.Billing.Text;

namespace Viam.Billing;

/// <summary>
/// A charge that the service has accepted. Its invoice shows whether it is paid. Source:
/// BillingService.ChargeOrganization.
/// </summary>
public sealed class Charge : OrganizationRow
{
    public override string? OrganizationName { get; internal set; }

    /// <summary>The organization that was charged.</summary>
    public override string OrganizationId { get; internal init; } = "";

    /// <summary>The invoice that the charge created.</summary>
    public string InvoiceId { get; internal init; } = "";

    /// <summary>The amount before tax, in US dollars.</summary>
    public decimal Subtotal { get; internal init; }

    /// <summary>The tax, in US dollars.</summary>
    public decimal Tax { get; internal init; }

    /// <summary>The subtotal and the tax, in US dollars.</summary>
    public decimal Total => Subtotal + Tax;

    public string? Description { get; internal init; }

    /// <summary>
    /// True if the response was lost, and the invoice was found among the organization's invoices afterwards.
    /// </summary>
    public bool Reconciled { get; internal init; }

    /// <summary>The reference of the charge in its ledger; null without a ledger.</summary>
    public string? Reference { get; internal init; }

    public override string ToString() => VisibleText.From(FormattableString.Invariant($"{InvoiceId} {Total:0.00} USD"));
}
