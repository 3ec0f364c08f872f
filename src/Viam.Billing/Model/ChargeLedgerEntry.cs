using Viam.Billing.Charging;
using Viam.Billing.Service;

namespace Viam.Billing;

/// <summary>What a ledger of charges knows of one reference.</summary>
public sealed class ChargeLedgerEntry
{
    public string Reference { get; internal init; } = "";

    public string OrganizationId { get; internal init; } = "";

    /// <summary>Charged; Refused or NotCharged, which the next run tries again; Unknown, which may have happened; or Pending, which a crash cut off.</summary>
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

    /// <summary>Why it is as it is; null if there is nothing to say.</summary>
    public string? Message { get; internal init; }

    internal static ChargeLedgerEntry From(LedgerEntry entry) => new()
    {
        Reference = entry.Reference,
        OrganizationId = entry.Charge.OrganizationId,
        State = entry.State switch
        {
            LedgerEventKind.Charged => "Charged",
            LedgerEventKind.Refused => "Refused",
            LedgerEventKind.Absent => "NotCharged",
            LedgerEventKind.Lost or LedgerEventKind.Unknown => "Unknown",
            _ => "Pending",
        },
        InvoiceId = entry.InvoiceId,
        Subtotal = entry.Charge.Subtotal,
        Tax = entry.Charge.Tax,
        Description = entry.Charge.Description,
        Reconciled = entry.Reconciled,
        IntentAt = entry.IntentAt,
        UpdatedAt = entry.At,
        Message = entry.Message is null ? null : ForeignText.Clean(entry.Message),
    };

    public override string ToString() =>
        VisibleText.From(FormattableString.Invariant($"{Reference} {State} {Total:0.00} USD"));
}
