using Viam.Billing.Text;

namespace Viam.Billing;

/// <summary>A charge that the service took. Whether it is paid, its invoice says. Source: BillingService.ChargeOrganization.</summary>
public sealed class Charge : OrganizationRow
{
    public override string? OrganizationName { get; internal set; }

    /// <summary>The organization that was charged.</summary>
    public override string OrganizationId { get; internal init; } = "";

    /// <summary>The invoice that the charge made.</summary>
    public string InvoiceId { get; internal init; } = "";

    /// <summary>US dollars.</summary>
    public decimal Subtotal { get; internal init; }

    /// <summary>US dollars.</summary>
    public decimal Tax { get; internal init; }

    /// <summary>US dollars: subtotal and tax.</summary>
    public decimal Total => Subtotal + Tax;

    public string? Description { get; internal init; }

    /// <summary>True if the service's answer was lost, and the invoice was found among the organization's afterwards.</summary>
    public bool Reconciled { get; internal init; }

    /// <summary>What the charge is called in its ledger; null without one.</summary>
    public string? Reference { get; internal init; }

    public override string ToString() => VisibleText.From(FormattableString.Invariant($"{InvoiceId} {Total:0.00} USD"));
}
