namespace Viam.Billing.Usage;

/// <summary>
/// The exit codes for scripts. 1 is reserved for PowerShell, and means that the budget couldn't be checked.
/// </summary>
internal enum BudgetExitCode
{
    Within = 0,
    ThresholdReached = 2,
    Exceeded = 3,
}
