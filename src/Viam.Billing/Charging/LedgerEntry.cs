using Viam.Billing.Service;

namespace Viam.Billing.Charging;

/// <summary>What a ledger knows of one reference: its last intent, and what came of it.</summary>
internal sealed record LedgerEntry(string Reference, ChargeRequest Charge, IReadOnlySet<string> Known, DateTime IntentAt)
{
    /// <summary>Intent while nothing has come of it yet.</summary>
    public LedgerEventKind State { get; init; } = LedgerEventKind.Intent;

    /// <summary>UTC, of the last event.</summary>
    public DateTime At { get; init; } = IntentAt;

    public string? InvoiceId { get; init; }

    public bool Reconciled { get; init; }

    public string? Message { get; init; }

    /// <summary>True while it may have happened.</summary>
    public bool IsOpen => State is LedgerEventKind.Intent or LedgerEventKind.Lost;

    /// <summary>The entry after one more event; null if the event cannot follow on what was before.</summary>
    public static LedgerEntry? Apply(LedgerEntry? entry, LedgerEvent next) => next.Event switch
    {
        LedgerEventKind.Intent when entry is null || !entry.IsOpen && entry.State != LedgerEventKind.Charged => FromIntent(entry, next),
        LedgerEventKind.Charged when entry is { IsOpen: true } && next.InvoiceId is not null =>
            entry with { State = next.Event, At = next.At, InvoiceId = next.InvoiceId, Reconciled = next.Reconciled ?? false, Message = null },
        LedgerEventKind.Lost or LedgerEventKind.Refused or LedgerEventKind.Absent when entry is { State: LedgerEventKind.Intent } =>
            entry with { State = next.Event, At = next.At, Message = next.Message },
        _ => null,
    };

    private static LedgerEntry? FromIntent(LedgerEntry? before, LedgerEvent intent)
    {
        if (intent is not { OrganizationId: { } organizationId, Subtotal: { } subtotal, Tax: { } tax, KnownInvoiceIds: { } known }) return null;
        var charge = new ChargeRequest(
            organizationId, subtotal, tax, intent.Description, intent.BrandingOrganizationId, intent.NoConfirmationEmail ?? false);
        if (before is not null && !before.Charge.IsSameAs(charge)) return null;
        return new LedgerEntry(intent.Reference, charge, known.ToHashSet(), intent.At);
    }
}
