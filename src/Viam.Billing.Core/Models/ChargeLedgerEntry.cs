using Viam.Billing.Text;

namespace Viam.Billing;

/// <summary>The entry of one reference in a charge ledger.</summary>
public sealed class ChargeLedgerEntry : OrganizationRow
{
    public string Reference { get; internal init; } = "";

    public override string? OrganizationName { get; internal set; }

    public override string OrganizationId { get; internal init; } = "";

    /// <summary>
    /// Charged; Refused or NotCharged, which the next run sends again; Pending, which a crash interrupted; or Unknown,
    /// which may have been processed and isn't sent again before a person decides.
    /// </summary>
    public string State { get; internal init; } = "";

    /// <summary>The invoice that the charge created; null if none is known.</summary>
    public string? InvoiceId { get; internal init; }

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

    /// <summary>The time before the charge was last sent. UTC.</summary>
    public DateTime IntentAt { get; internal init; }

    /// <summary>The time of the last record of the charge. UTC.</summary>
    public DateTime UpdatedAt { get; internal init; }

    /// <summary>The reason for the state; null if there is none.</summary>
    public string? Message { get; internal init; }

    /// <summary>The user who recorded the outcome with Resolve-ViamCharge; null if nobody did.</summary>
    public string? ResolvedBy { get; internal init; }

    /// <summary>True if a person may have to determine the outcome.</summary>
    internal bool IsUnresolved { get; init; }

    public override string ToString() =>
        VisibleText.From(FormattableString.Invariant($"{Reference} {State} {Total:0.00} USD"));
}
