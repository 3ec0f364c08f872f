using Viam.Billing.Text;

namespace Viam.Billing;

/// <summary>What a ledger of charges knows of one reference.</summary>
public sealed class ChargeLedgerEntry : OrganizationRow
{
    public string Reference { get; internal init; } = "";

    public override string? OrganizationName { get; internal set; }

    public override string OrganizationId { get; internal init; } = "";

    /// <summary>
    /// Charged; Refused or NotCharged, which the next run sends again; Pending, which a crash interrupted; or Unknown, which may have been processed and isn't
    /// sent again before a person decides.
    /// </summary>
    public string State { get; internal init; } = "";

    /// <summary>The invoice that the charge made; null while there is none that is known of.</summary>
    public string? InvoiceId { get; internal init; }

    /// <summary>US dollars.</summary>
    public decimal Subtotal { get; internal init; }

    /// <summary>US dollars.</summary>
    public decimal Tax { get; internal init; }

    /// <summary>US dollars: subtotal and tax.</summary>
    public decimal Total => Subtotal + Tax;

    public string? Description { get; internal init; }

    /// <summary>True if the service's answer was lost, and the invoice was found among the organization's afterwards.</summary>
    public bool Reconciled { get; internal init; }

    /// <summary>When the charge was last about to be sent, in UTC.</summary>
    public DateTime IntentAt { get; internal init; }

    /// <summary>When the last line about it was written, in UTC.</summary>
    public DateTime UpdatedAt { get; internal init; }

    /// <summary>The reason for the state; null if there is none.</summary>
    public string? Message { get; internal init; }

    /// <summary>Who decided the outcome with Resolve-ViamCharge; null if nobody did.</summary>
    public string? ResolvedBy { get; internal init; }

    /// <summary>True if a person may have to decide what happened.</summary>
    internal bool IsUnresolved { get; init; }

    public override string ToString() =>
        VisibleText.From(FormattableString.Invariant($"{Reference} {State} {Total:0.00} USD"));
}
