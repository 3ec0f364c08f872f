namespace Viam.Billing.Charging.Ledger;

/// <summary>A line couldn't be added to a charge ledger.</summary>
internal sealed class LedgerNotWrittenException(string path, Exception cause)
    : Exception($"The charge ledger '{path}' couldn't be written: {cause.Message}", cause);
