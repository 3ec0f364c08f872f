namespace Viam.Billing.Charging.Ledger;

/// <summary>A line of a charge ledger isn't valid.</summary>
internal sealed class LedgerDamagedException(string path, int line)
    : Exception($"The charge ledger '{path}' is damaged in line {line}.")
{
    public int Line { get; } = line;
}
