using Viam.Billing.Text;

namespace Viam.Billing;

/// <summary>
/// The cost of an organization in the current billing month so far, and its forecast, compared with a budget. Amounts
/// are US dollars.
/// </summary>
public sealed class BudgetResult : OrganizationRow
{
    public override string? OrganizationName { get; internal set; }

    public override string OrganizationId { get; internal init; } = "";

    /// <summary>The start of the billing month. UTC.</summary>
    public DateTime StartDate { get; internal init; }

    /// <summary>The end of the billing month. UTC.</summary>
    public DateTime EndDate { get; internal init; }

    /// <summary>The time at which the actual amount was read. UTC.</summary>
    public DateTime ReadAt { get; internal init; }

    /// <summary>The budget per billing month.</summary>
    public decimal Budget { get; internal init; }

    /// <summary>The amount due so far.</summary>
    public decimal Actual { get; internal init; }

    /// <summary>The actual amount in percent of the budget, to one decimal; null for a budget of 0.</summary>
    public decimal? ActualPercent { get; internal init; }

    /// <summary>The amount at the end of the month; null if there is no forecast.</summary>
    public decimal? Forecast { get; internal init; }

    /// <summary>
    /// The forecast in percent of the budget, to one decimal; null for a budget of 0, or without a forecast.
    /// </summary>
    public decimal? ForecastPercent { get; internal init; }

    /// <summary>The confidence of the forecast.</summary>
    public ForecastConfidence Confidence { get; internal init; }

    /// <summary>The highest threshold, in percent, that the actual amount has reached; null if none.</summary>
    public decimal? ReachedThreshold { get; internal init; }

    /// <summary>The highest threshold, in percent, that the forecast reaches; null if none.</summary>
    public decimal? ReachedForecastThreshold { get; internal init; }

    /// <summary>True if the actual amount is more than the budget.</summary>
    public bool IsExceeded { get; internal init; }

    /// <summary>
    /// The exit code for scripts: 0 within the budget, 2 if a threshold is reached, 3 if the budget is exceeded.
    /// </summary>
    public int ExitCode { get; internal init; }

    public override string ToString() =>
        VisibleText.From(
            FormattableString.Invariant($"{OrganizationName ?? OrganizationId} {Actual:0.00} of {Budget:0.00} USD")
        );
}
