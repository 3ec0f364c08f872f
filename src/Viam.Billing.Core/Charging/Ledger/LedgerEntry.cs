using Viam.Billing.Services;

namespace Viam.Billing.Charging.Ledger;

/// <summary>The state of one reference in a charge ledger, after all of its attempts.</summary>
/// <param name="FirstIntent">The number of the intent from which invoices are new; 0 if the next intent is the first
/// one.</param>
/// <param name="FirstIntentAt">UTC.</param>
/// <param name="IntentAt">UTC, of the last intent.</param>
internal sealed record LedgerEntry(
    string Reference,
    ChargeRequest Charge,
    int FirstIntent,
    DateTime FirstIntentAt,
    DateTime IntentAt
)
{
    /// <summary>The message that version 1 wrote for a charge that was stopped before it was sent.</summary>
    public const string StoppedBeforeSending = "It was stopped before it was sent.";

    /// <summary>The last event.</summary>
    public LedgerEventKind State { get; init; } = LedgerEventKind.Intent;

    /// <summary>UTC, of the last event.</summary>
    public DateTime At { get; init; } = IntentAt;

    /// <summary>Whether any attempt may have been processed.</summary>
    public ChargeDoubt Doubt { get; init; }

    /// <summary>Whether an attempt before the last one may have been processed.</summary>
    public ChargeDoubt EarlierDoubt { get; init; }

    /// <summary>The number of attempts that were reported as not processed.</summary>
    public int NotProcessedCount { get; init; }

    /// <summary>True if the invoices in the first intent may be incomplete.</summary>
    public bool HasIncompleteList { get; init; }

    public string? InvoiceId { get; init; }

    public bool Reconciled { get; init; }

    public string? Message { get; init; }

    /// <summary>The person who decided the outcome; null if nobody did.</summary>
    public string? ResolvedBy { get; init; }

    public bool IsCharged => State == LedgerEventKind.Charged;

    /// <summary>True if the charge may have been made and its invoice isn't known.</summary>
    public bool IsOpen => Doubt != ChargeDoubt.None;

    /// <summary>True if earlier attempts must be considered before the charge is sent.</summary>
    public bool HasAttempts => FirstIntent > 0;

    /// <summary>True if a person may have to decide the outcome.</summary>
    public bool IsUnresolved => IsOpen || State == LedgerEventKind.Unknown;

    /// <summary>The charge that was made; null if it isn't known that it was made.</summary>
    public Charge? Completed =>
        InvoiceId is null ? null : LedgerEntryConvert.ToCharge(Charge, InvoiceId, Reconciled, Reference);

    /// <summary>The entry after one more event; null if the event isn't valid in the current state.</summary>
    /// <param name="intents">The number of intents that the charge ledger contained before.</param>
    public static LedgerEntry? Apply(LedgerEntry? entry, LedgerEvent next, int intents) =>
        next.Event switch
        {
            LedgerEventKind.Intent when CanBegin(entry, next) => FromIntent(entry, next, intents + 1),
            _ when entry is null or { IsCharged: true } => null,
            LedgerEventKind.Charged
                when next.InvoiceId is { Length: > 0 } && (entry.IsOpen || next.ResolvedBy is not null) => (
                entry.With(next, ChargeDoubt.None) with
                {
                    InvoiceId = next.InvoiceId,
                    Reconciled = next.Reconciled ?? false,
                }
            ),
            LedgerEventKind.Refused or LedgerEventKind.NotSent when entry.State == LedgerEventKind.Intent => entry.With(
                next,
                entry.EarlierDoubt
            ),
            LedgerEventKind.NotProcessed when entry.State == LedgerEventKind.Intent => (
                entry.With(next, entry.EarlierDoubt) with
                {
                    NotProcessedCount = entry.NotProcessedCount + 1,
                }
            ),
            LedgerEventKind.Absent when entry.State == LedgerEventKind.Intent => next.Message == StoppedBeforeSending
                ? entry.With(next, entry.EarlierDoubt) with
                {
                    State = LedgerEventKind.NotSent,
                }
                : entry.With(next, entry.Doubt),
            LedgerEventKind.Lost when entry.State == LedgerEventKind.Intent => entry.With(next, ChargeDoubt.Lost),
            LedgerEventKind.Unknown => entry.With(next, entry.Doubt),
            LedgerEventKind.NotCharged when next.ResolvedBy is not null => (
                entry.With(next, ChargeDoubt.None) with
                {
                    FirstIntent = 0,
                    EarlierDoubt = ChargeDoubt.None,
                    NotProcessedCount = 0,
                }
            ),
            _ => null,
        };

    private LedgerEntry With(LedgerEvent next, ChargeDoubt doubt) =>
        this with
        {
            State = next.Event,
            At = next.At,
            Message = next.Message,
            Doubt = doubt,
            ResolvedBy = next.ResolvedBy,
        };

    /// <summary>
    /// True if another attempt is allowed. If an attempt may have been processed, it is allowed only after an
    /// interruption, if the caller requested it. Version 1 also started another attempt if no invoice was listed in
    /// time.
    /// </summary>
    private static bool CanBegin(LedgerEntry? entry, LedgerEvent intent) =>
        entry switch
        {
            null => true,
            { IsCharged: true } => false,
            { IsOpen: false } => true,
            { State: LedgerEventKind.Absent } when intent.V == 1 => true,
            // In version 1, the unknown outcome of an earlier attempt was discarded if a later one was refused.
            { State: LedgerEventKind.Refused or LedgerEventKind.NotSent } when intent.V == 1 => true,
            { Doubt: ChargeDoubt.Interrupted } => intent.Resend == true,
            _ => false,
        };

    private static LedgerEntry? FromIntent(LedgerEntry? before, LedgerEvent intent, int number)
    {
        if (
            intent
            is not {
                OrganizationId: { } organizationId,
                Subtotal: { } subtotal,
                Tax: { } tax,
                Service: not null,
                KnownInvoiceIds: not null
            }
        )
        {
            return null;
        }
        var charge = new ChargeRequest(
            organizationId,
            subtotal,
            tax,
            intent.Description,
            intent.BrandingOrganizationId,
            intent.NoConfirmationEmail ?? false
        );
        if (before is not null && !before.Charge.IsSameAs(charge))
        {
            return null;
        }
        var isLater = before is { HasAttempts: true };
        var earlier = before?.Doubt ?? ChargeDoubt.None;
        return new LedgerEntry(
            before?.Reference ?? intent.Reference,
            charge,
            isLater ? before!.FirstIntent : number,
            isLater ? before!.FirstIntentAt : intent.At,
            intent.At
        )
        {
            EarlierDoubt = earlier,
            Doubt = earlier == ChargeDoubt.None ? ChargeDoubt.Interrupted : earlier,
            NotProcessedCount = before?.NotProcessedCount ?? 0,
            HasIncompleteList = isLater ? before!.HasIncompleteList : intent.IncompleteList ?? false,
        };
    }
}
