using Viam.Billing.Charging.Ledger;
using Viam.Billing.Services;

namespace Viam.Billing.Charging;

/// <summary>What became of a charge.</summary>
internal abstract record ChargeOutcome
{
    /// <summary>Why the ledger doesn't hold this outcome; null if it does, or there is no ledger.</summary>
    public LedgerNotWrittenException? NotWritten { get; init; }

    /// <summary>The charge was made.</summary>
    public sealed record Charged(Charge Charge) : ChargeOutcome
    {
        /// <param name="reconciled">True if the response was lost and the invoice was found afterwards.</param>
        /// <param name="reference">The reference in the ledger; null without one.</param>
        public static Charged Create(ChargeRequest charge, string invoiceId, bool reconciled, string? reference) =>
            new(LedgerEntryConvert.ToCharge(charge, invoiceId, reconciled, reference));
    }

    /// <summary>The service refused the charge. Nothing was charged.</summary>
    public sealed record Refused(BillingException Error) : ChargeOutcome;

    /// <summary>Something that precedes a charge failed, such as listing the invoices. Nothing was sent.</summary>
    public sealed record NotSent(BillingException Error) : ChargeOutcome;

    /// <summary>
    /// The ledger couldn't hold the intent (<see cref="ChargeOutcome.NotWritten"/>), so nothing was sent.
    /// </summary>
    public sealed record LedgerFailed : ChargeOutcome;

    /// <summary>Nothing was sent, because the outcome of another charge to the organization isn't known.</summary>
    /// <param name="By">The other's reference.</param>
    public sealed record HeldBack(string By) : ChargeOutcome;

    /// <summary>The person declined. Nothing was sent.</summary>
    public sealed record Declined : ChargeOutcome;

    /// <summary>The charge may have been made.</summary>
    /// <param name="Cause">How the response was lost; null if that was in an earlier run.</param>
    /// <param name="Finding">The result of looking for its invoice, as a sentence.</param>
    /// <param name="Since">UTC, of the attempt if it was in an earlier run.</param>
    public sealed record Unknown(Exception? Cause, string Finding, DateTime? Since = null) : ChargeOutcome;
}
