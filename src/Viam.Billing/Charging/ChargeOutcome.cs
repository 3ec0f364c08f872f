namespace Viam.Billing.Charging;

/// <summary>What became of a charge.</summary>
internal abstract record ChargeOutcome
{
    /// <summary>It happened.</summary>
    /// <param name="Reconciled">True if the invoice was found afterwards, since the answer was lost.</param>
    public sealed record Charged(string InvoiceId, bool Reconciled) : ChargeOutcome;

    /// <summary>It did not happen, and will not.</summary>
    public sealed record Refused(BillingException Error) : ChargeOutcome;

    /// <summary>It may have happened.</summary>
    /// <param name="Error">How the answer was lost; null if the person stopped waiting for it.</param>
    /// <param name="Found">What looking for its invoice came to, as a sentence.</param>
    public sealed record Unknown(BillingException? Error, string Found) : ChargeOutcome;
}
