namespace Viam.Billing.Charging.Ledger;

/// <summary>A line could not be added to a ledger.</summary>
internal sealed class LedgerNotWrittenException(string path, Exception cause)
    : Exception($"The ledger {path} could not be written: {cause.Message}", cause);
