using Viam.Billing.Services;
using Viam.Billing.Text;

namespace Viam.Billing.Charging.Ledger;

/// <summary>Converts ledger entries to the objects that cmdlets return.</summary>
internal static class LedgerEntryConvert
{
    /// <param name="reconciled">True if the response was lost and the invoice was found by a search.</param>
    /// <param name="reference">The reference in the charge ledger; null without a charge ledger.</param>
    public static Charge ToCharge(ChargeRequest charge, string invoiceId, bool reconciled, string? reference) =>
        new()
        {
            OrganizationId = charge.OrganizationId,
            InvoiceId = invoiceId,
            Subtotal = charge.Subtotal,
            Tax = charge.Tax,
            Description = charge.Description,
            Reconciled = reconciled,
            Reference = reference,
        };

    public static ChargeLedgerEntry ToModel(LedgerEntry entry) =>
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

    /// <summary>The message of the last event must not appear to describe all attempts.</summary>
    private static string? MessageOf(LedgerEntry entry) =>
        Describe(entry) is { } message ? ForeignText.Clean(message) : null;

    private static string? Describe(LedgerEntry entry) =>
        entry.State is LedgerEventKind.Refused or LedgerEventKind.NotSent or LedgerEventKind.NotProcessed
        && entry.IsOpen
            ? $"An earlier attempt may have been processed. The last one wasn't: {entry.Message}"
            : entry.Message;
}
