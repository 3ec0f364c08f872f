using Viam.Billing.Charging.Ledger;
using Viam.Billing.Services;

namespace Viam.Billing.Charging;

/// <summary>Records the progress of one charge.</summary>
internal abstract class ChargeRecord(ChargeRequest charge, string? reference)
{
    public ChargeRequest Charge { get; } = charge;

    /// <summary>The reference in the charge ledger; null without a charge ledger.</summary>
    public string? Reference { get; } = reference;

    /// <summary>Why an event couldn't be recorded in the charge ledger; null if all were recorded.</summary>
    public LedgerNotWrittenException? NotWritten { get; protected set; }

    /// <summary>The charge as tracked by the session; null before its first attempt.</summary>
    public abstract TrackedCharge? Tracked { get; }

    /// <summary>Whether an attempt before the current one may have been processed.</summary>
    public abstract ChargeDoubt EarlierDoubt { get; }

    /// <summary>The number of attempts that were reported as not processed.</summary>
    public abstract int NotProcessedCount { get; }

    /// <summary>Records an attempt before it is sent.</summary>
    /// <exception cref="LedgerNotWrittenException">The attempt couldn't be recorded and must not be sent.</exception>
    public abstract void AddIntent(InvoiceListing listing);

    public abstract void AddCharged(string invoiceId, bool reconciled);

    public abstract void AddRefused(string message);

    public abstract void AddNotSent();

    /// <returns>False if it couldn't be recorded, so that the charge must not be sent again.</returns>
    public abstract bool AddNotProcessed(string message);

    public abstract void AddLost(string message);

    public abstract void AddUnknown(string message, IReadOnlyList<string> seen);
}
