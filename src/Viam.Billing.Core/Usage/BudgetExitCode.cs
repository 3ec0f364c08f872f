namespace Viam.Billing.Usage;

/// <summary>What a script exits with. 1 is PowerShell's own: the budget could not be checked.</summary>
internal enum BudgetExitCode
{
    Within = 0,
    ThresholdReached = 2,
    Exceeded = 3,
}
