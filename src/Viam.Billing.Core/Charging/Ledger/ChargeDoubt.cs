namespace Viam.Billing.Charging.Ledger;

/// <summary>Why a charge may have been made although no invoice is known for it.</summary>
internal enum ChargeDoubt
{
    /// <summary>Every attempt so far has a definite outcome.</summary>
    None,

    /// <summary>
    /// An attempt was interrupted after it was recorded. It isn't known whether the request was sent.
    /// </summary>
    Interrupted,

    /// <summary>A request was sent, and its response was lost.</summary>
    Lost,
}
