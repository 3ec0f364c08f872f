using Viam.Billing.Charging.Ledger;
using Viam.Billing.Services;

namespace Viam.Billing.Charging;

/// <summary>
/// What is remembered of one charge while it is made. Where nothing more is said, a method adds what its name says.
/// </summary>
internal abstract class ChargeRecord(ChargeRequest charge, string? reference)
{
    public ChargeRequest Charge { get; } = charge;

    /// <summary>The reference in the ledger; null without one.</summary>
    public string? Reference { get; } = reference;

    /// <summary>Why something that happened isn't in the ledger; null if everything is.</summary>
    public LedgerNotWrittenException? NotWritten { get; protected set; }

    /// <summary>The charge as others see it; null before its first attempt.</summary>
    public abstract TrackedCharge? Tracked { get; }

    /// <summary>Whether an attempt before the present one may have been processed.</summary>
    public abstract ChargeDoubt EarlierDoubt { get; }

    /// <summary>How many attempts were reported as not processed.</summary>
    public abstract int NotProcessedCount { get; }

    /// <summary>Begins an attempt. It is remembered before this returns.</summary>
    /// <exception cref="LedgerNotWrittenException">It isn't, and must not be sent.</exception>
    public abstract void AddIntent(InvoiceListing listing);

    public abstract void AddCharged(string invoiceId, bool reconciled);

    public abstract void AddRefused(string message);

    public abstract void AddNotSent();

    /// <returns>False if it couldn't be remembered, so that nothing may be sent again.</returns>
    public abstract bool AddNotProcessed(string message);

    public abstract void AddLost(string message);

    public abstract void AddUnknown(string message, IReadOnlyList<string> seen);
}
