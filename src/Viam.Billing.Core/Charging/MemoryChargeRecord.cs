using Viam.Billing.Charging.Ledger;
using Viam.Billing.Services;

namespace Viam.Billing.Charging;

/// <summary>A charge without a charge ledger. The session keeps it in memory until it is closed.</summary>
internal sealed class MemoryChargeRecord(ChargeRequest charge, ChargeRegister register)
    : ChargeRecord(charge, reference: null)
{
    private readonly OrganizationCharges _charges = register.Of(charge.OrganizationId);
    private TrackedCharge? _tracked;
    private int _notProcessed;

    public override TrackedCharge? Tracked => _tracked;

    public override ChargeDoubt EarlierDoubt => ChargeDoubt.None;

    public override int NotProcessedCount => _notProcessed;

    public override void AddIntent(InvoiceListing listing)
    {
        var now = DateTime.UtcNow;
        _tracked = _tracked is null
            ? new TrackedCharge(
                Guid.NewGuid().ToString(),
                Charge.OrganizationId,
                Charge.Total,
                now,
                now,
                listing.IsBaseline,
                _charges.Begin()
            )
            : _tracked with
            {
                LastIntentAt = now,
            };
        _charges.Track(_tracked);
    }

    public override void AddCharged(string invoiceId, bool reconciled) => _charges.Claim(_tracked!.Key, invoiceId);

    public override void AddRefused(string message) => _charges.Untrack(_tracked!.Key);

    public override void AddNotSent() => _charges.Untrack(_tracked!.Key);

    public override bool AddNotProcessed(string message)
    {
        _notProcessed++;
        _charges.Untrack(_tracked!.Key);
        return true;
    }

    public override void AddLost(string message)
    {
        // The charge is in the register since its intent.
    }

    public override void AddUnknown(string message, IReadOnlyList<string> seen)
    {
        // The charge is in the register since its intent.
    }
}
