using Viam.Billing.Charging;
using Viam.Billing.Service;

namespace Viam.Billing;

/// <summary>What a ledger of charges knows of one reference.</summary>
public sealed class ChargeLedgerEntry
{
    public string Reference { get; internal init; } = "";

    public string OrganizationId { get; internal init; } = "";

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

    internal static ChargeLedgerEntry From(LedgerEntry entry) =>
        new()
        {
            Reference = entry.Reference,
            OrganizationId = entry.Charge.OrganizationId,
            State = StateOf(entry),
            InvoiceId = entry.InvoiceId,
            Subtotal = entry.Charge.Subtotal,
            Tax = entry.Charge.Tax,
            Description = entry.Charge.Description,
            Reconciled = entry.Reconciled,
            IntentAt = entry.IntentAt,
            UpdatedAt = entry.At,
            Message = MessageOf(entry),
            ResolvedBy = entry.ResolvedBy,
            IsUnresolved = entry.IsUnresolved,
        };

    private static string StateOf(LedgerEntry entry) =>
        entry switch
        {
            { State: LedgerEventKind.Charged } => "Charged",
            { State: LedgerEventKind.Intent } => "Pending",
            { IsUnresolved: true } => "Unknown",
            { State: LedgerEventKind.Refused } => "Refused",
            _ => "NotCharged",
        };

    /// <summary>The last event's message must not read as if it were about all attempts.</summary>
    private static string? MessageOf(LedgerEntry entry) => Describe(entry) is { } message ? ForeignText.Clean(message) : null;

    private static string? Describe(LedgerEntry entry) =>
        entry.State is LedgerEventKind.Refused or LedgerEventKind.NotSent or LedgerEventKind.NotProcessed && entry.IsOpen
            ? $"An earlier attempt may have been processed. The last one wasn't: {entry.Message}"
            : entry.Message;

    public override string ToString() =>
        VisibleText.From(FormattableString.Invariant($"{Reference} {State} {Total:0.00} USD"));
}
