namespace Viam.Billing.Charging.Ledger;

/// <summary>A ledger holds a line that no ledger can hold.</summary>
internal sealed class LedgerDamagedException(string path, int line)
    : Exception($"The ledger {path} is damaged in line {line}.")
{
    public int Line { get; } = line;
}
