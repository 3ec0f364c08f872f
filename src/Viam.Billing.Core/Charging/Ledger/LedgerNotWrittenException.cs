namespace Viam.Billing.Charging.Ledger;

/// <summary>A line couldn't be added to a charge ledger.</summary>
internal sealed class LedgerNotWrittenException(string path, Exception cause)
    : Exception($"The ledger {path} could not be written: {cause.Message}", cause);
