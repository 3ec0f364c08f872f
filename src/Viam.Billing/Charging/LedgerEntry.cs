using Viam.Billing.Service;

namespace Viam.Billing.Charging;

/// <summary>What a ledger knows of one reference: its last intent, and what came of it.</summary>
/// <param name="Intent">How many intents the ledger held once this one was written.</param>
/// <param name="IntentAt">UTC.</param>
internal sealed record LedgerEntry(string Reference, ChargeRequest Charge, int Intent, DateTime IntentAt)
{
    /// <summary>Intent while nothing has come of it yet.</summary>
    public LedgerEventKind State { get; init; } = LedgerEventKind.Intent;

    /// <summary>UTC, of the last event.</summary>
    public DateTime At { get; init; } = IntentAt;

    public string? InvoiceId { get; init; }

    public bool Reconciled { get; init; }

    public string? Message { get; init; }

    /// <summary>True while it may have happened.</summary>
    public bool IsOpen => State is LedgerEventKind.Intent or LedgerEventKind.Lost or LedgerEventKind.Unknown;

    /// <summary>The charge as it happened; null if it has not, as far as is known.</summary>
    public Charge? Done => InvoiceId is null ? null : new ChargeOutcome.Charged(InvoiceId, Reconciled).ToCharge(Charge, Reference);

    /// <summary>The entry after one more event; null if the event cannot follow on what was before.</summary>
    /// <param name="intents">How many intents the ledger held before.</param>
    public static LedgerEntry? Apply(LedgerEntry? entry, LedgerEvent next, int intents) => next.Event switch
    {
        LedgerEventKind.Intent when entry is null or { IsOpen: false, State: not LedgerEventKind.Charged } => FromIntent(entry, next, intents + 1),
        LedgerEventKind.Charged when entry is { IsOpen: true } && next.InvoiceId is { Length: > 0 } =>
            entry with { State = next.Event, At = next.At, InvoiceId = next.InvoiceId, Reconciled = next.Reconciled ?? false, Message = null },
        LedgerEventKind.Lost or LedgerEventKind.Refused or LedgerEventKind.Absent when entry is { State: LedgerEventKind.Intent } =>
            entry with { State = next.Event, At = next.At, Message = next.Message },
        LedgerEventKind.Unknown when entry is { State: LedgerEventKind.Lost } => entry with { State = next.Event, At = next.At, Message = next.Message },
        _ => null,
    };

    private static LedgerEntry? FromIntent(LedgerEntry? before, LedgerEvent intent, int number)
    {
        if (intent is not { OrganizationId: { } organizationId, Subtotal: { } subtotal, Tax: { } tax, Service: not null, KnownInvoiceIds: not null }) return null;
        var charge = new ChargeRequest(
            organizationId, subtotal, tax, intent.Description, intent.BrandingOrganizationId, intent.NoConfirmationEmail ?? false);
        if (before is not null && !before.Charge.IsSameAs(charge)) return null;
        return new LedgerEntry(before?.Reference ?? intent.Reference, charge, number, intent.At);
    }
}
