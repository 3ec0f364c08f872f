using Viam.Billing.Service;

namespace Viam.Billing.Charging;

/// <summary>What became of a charge.</summary>
internal abstract record ChargeOutcome
{
    /// <summary>It happened.</summary>
    /// <param name="Reconciled">True if the invoice was found afterwards, since the answer was lost.</param>
    public sealed record Charged(string InvoiceId, bool Reconciled) : ChargeOutcome
    {
        /// <param name="reference">What it is called in its ledger; null without one.</param>
        public Charge ToCharge(ChargeRequest charge, string? reference = null) => new()
        {
            OrganizationId = charge.OrganizationId,
            InvoiceId = InvoiceId,
            Subtotal = charge.Subtotal,
            Tax = charge.Tax,
            Description = charge.Description,
            Reconciled = Reconciled,
            Reference = reference,
        };
    }

    /// <summary>It did not happen, and will not.</summary>
    public sealed record Refused(BillingException Error) : ChargeOutcome;

    /// <summary>It may have happened.</summary>
    /// <param name="Cause">How the answer was lost.</param>
    /// <param name="Finding">What looking for its invoice came to, as a sentence.</param>
    public sealed record Unknown(Exception Cause, string Finding) : ChargeOutcome;
}
