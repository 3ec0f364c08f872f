namespace Viam.Billing.Charging;

/// <param name="LedgerPath">The ledger's file.</param>
/// <param name="Service">The address of the billing service, which the ledger notes.</param>
/// <param name="ReconcileTimeout">How long to look for the invoice of a charge whose response was lost.</param>
/// <param name="RecoveryTimeout">How long to look for the invoice of a charge that a crash interrupted.</param>
/// <param name="ResendAfter">How long that invoice has to be absent before the charge is sent again; null for
/// never.</param>
/// <param name="ThrottleLimit">How many organizations are charged at the same time.</param>
internal sealed record ChargeBatchOptions(
    string LedgerPath,
    string Service,
    TimeSpan ReconcileTimeout,
    TimeSpan RecoveryTimeout,
    TimeSpan? ResendAfter,
    int ThrottleLimit
);
