using System.Text.Json;
using Viam.Billing.Services;
using Viam.Billing.Text;

namespace Viam.Billing.Charging.Ledger;

/// <summary>
/// The events that are added to a charge ledger. Each method throws <see cref="LedgerNotWrittenException"/> if the line
/// may not have been written to disk.
/// </summary>
internal sealed partial class ChargeLedger
{
    /// <param name="known">The invoices of the organization that can't belong to this charge.</param>
    /// <param name="isIncomplete">True if the service didn't list all invoices that it had listed before.</param>
    /// <param name="isResend">True to send the charge again although an earlier attempt was interrupted.</param>
    public LedgerEntry AddIntent(
        string reference,
        ChargeRequest charge,
        string service,
        IEnumerable<string> known,
        bool isIncomplete = false,
        bool isResend = false
    )
    {
        lock (_lock)
        {
            var named = KnownOf(charge.OrganizationId);
            return Add(
                Event(LedgerEventKind.Intent, reference) with
                {
                    Service = service,
                    OrganizationId = charge.OrganizationId,
                    Subtotal = charge.Subtotal,
                    Tax = charge.Tax,
                    Description = charge.Description,
                    BrandingOrganizationId = charge.BrandingOrganizationId,
                    NoConfirmationEmail = charge.NoConfirmationEmail,
                    KnownInvoiceIds = [.. known.Where(id => !named.ContainsKey(id))],
                    IncompleteList = isIncomplete ? true : null,
                    Resend = isResend ? true : null,
                }
            );
        }
    }

    /// <param name="resolvedBy">The person who decided; null if the module determined the outcome.</param>
    public LedgerEntry AddCharged(string reference, string invoiceId, bool reconciled, string? resolvedBy = null) =>
        Add(
            Event(LedgerEventKind.Charged, reference) with
            {
                InvoiceId = invoiceId,
                Reconciled = reconciled,
                ResolvedBy = resolvedBy,
            }
        );

    public LedgerEntry AddRefused(string reference, string message) =>
        AddOutcome(LedgerEventKind.Refused, reference, message);

    public LedgerEntry AddLost(string reference, string message) =>
        AddOutcome(LedgerEventKind.Lost, reference, message);

    /// <param name="seen">Listed invoices that could belong to the charge.</param>
    public LedgerEntry AddUnknown(string reference, string message, IReadOnlyList<string>? seen = null) =>
        Add(
            Event(LedgerEventKind.Unknown, reference) with
            {
                Message = ForeignText.Clean(message),
                SeenInvoiceIds = seen is { Count: > 0 } ? seen : null,
            }
        );

    public LedgerEntry AddNotSent(string reference) =>
        AddOutcome(LedgerEventKind.NotSent, reference, LedgerEntry.StoppedBeforeSending);

    public LedgerEntry AddNotProcessed(string reference, string message) =>
        AddOutcome(LedgerEventKind.NotProcessed, reference, message);

    /// <param name="resolvedBy">The person who decided that the charge wasn't made.</param>
    public LedgerEntry AddNotCharged(string reference, string resolvedBy) =>
        Add(Event(LedgerEventKind.NotCharged, reference) with { ResolvedBy = resolvedBy });

    private static LedgerEvent Event(LedgerEventKind kind, string reference) =>
        new()
        {
            At = DateTime.UtcNow,
            Event = kind,
            Reference = reference,
        };

    private LedgerEntry AddOutcome(LedgerEventKind kind, string reference, string message) =>
        Add(Event(kind, reference) with { Message = ForeignText.Clean(message) });

    private LedgerEntry Add(LedgerEvent next)
    {
        lock (_lock)
        {
            if (!_entries.TryGetValue(next.Reference, out var before) && Find(next.Reference) is { } other)
            {
                before = other;
                next = next with { Reference = other.Reference };
            }
            var entry =
                LedgerEntry.Apply(before, next, _intents)
                ?? throw new InvalidOperationException($"{next.Event} can't follow for {next.Reference}.");
            _log.Append(JsonSerializer.SerializeToUtf8Bytes(next, LedgerJson.Default.LedgerEvent));
            Set(entry, next);
            return entry;
        }
    }
}
