using Viam.Billing.Charging.Ledger;
using Viam.Billing.Services;

namespace Viam.Billing.Charging;

/// <summary>The outcome of a charge.</summary>
internal abstract record ChargeOutcome
{
    /// <summary>
    /// Why the outcome couldn't be recorded in the charge ledger; null if it was recorded or there is no charge ledger.
    /// </summary>
    public LedgerNotWrittenException? NotWritten { get; init; }

    /// <summary>The charge was made.</summary>
    public sealed record Charged(Charge Charge) : ChargeOutcome
    {
        /// <param name="reconciled">True if the response was lost and the invoice was found by a search.</param>
        /// <param name="reference">The reference in the charge ledger; null without a charge ledger.</param>
        public static Charged Create(ChargeRequest charge, string invoiceId, bool reconciled, string? reference) =>
            new(LedgerEntryConvert.ToCharge(charge, invoiceId, reconciled, reference));
    }

    /// <summary>The service refused the charge. Nothing was charged.</summary>
    public sealed record Refused(BillingException Error) : ChargeOutcome;

    /// <summary>A step before the charge failed, such as listing the invoices. Nothing was sent.</summary>
    public sealed record NotSent(BillingException Error) : ChargeOutcome;

    /// <summary>
    /// The charge couldn't be recorded in the charge ledger (<see cref="ChargeOutcome.NotWritten"/>), so nothing was
    /// sent.
    /// </summary>
    public sealed record LedgerFailed : ChargeOutcome;

    /// <summary>Nothing was sent, because the outcome of another charge to the organization is unknown.</summary>
    /// <param name="By">The reference of the other charge.</param>
    public sealed record HeldBack(string By) : ChargeOutcome;

    /// <summary>The user declined the prompt. Nothing was sent.</summary>
    public sealed record Declined : ChargeOutcome;

    /// <summary>The charge may have been made.</summary>
    /// <param name="Cause">Why the response was lost; null if it was lost in an earlier run.</param>
    /// <param name="Summary">The result of the search for the invoice, as a sentence.</param>
    /// <param name="Since">The time of the attempt in UTC, if it was in an earlier run.</param>
    public sealed record Unknown(Exception? Cause, string Summary, DateTime? Since = null) : ChargeOutcome;
}
