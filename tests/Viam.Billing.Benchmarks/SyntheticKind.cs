namespace Viam.Billing.Benchmarks;

/// <summary>How the daily costs of a synthetic organization behave.</summary>
internal enum SyntheticKind
{
    Steady,
    FeeOnDay1,
    FeesOnDays1And15,
    GrowingStock,
    Weekdays,
    Ramp,
    StepUp,
    Shutdown,
    Bursts,
    PriceChange,
    SlowCycle,
}
