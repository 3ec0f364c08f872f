namespace Viam.Billing.Charging;

/// <param name="LedgerPath">The path of the charge ledger.</param>
/// <param name="Service">The address of the billing service, which is recorded in the charge ledger.</param>
/// <param name="ReconcileTimeout">How long to search for the invoice of a charge whose response was lost.</param>
/// <param name="RecoveryTimeout">How long to search for the invoice of a charge that was interrupted.</param>
/// <param name="ResendAfter">How long the invoice must not be listed before the charge is sent again; null to never
/// send it again.</param>
/// <param name="ThrottleLimit">The maximum number of organizations to charge concurrently.</param>
internal sealed record ChargeBatchOptions(
    string LedgerPath,
    string Service,
    TimeSpan ReconcileTimeout,
    TimeSpan RecoveryTimeout,
    TimeSpan? ResendAfter,
    int ThrottleLimit
);
