namespace Viam.Billing;

/// <summary>How much history a forecast rests on.</summary>
public enum ForecastConfidence
{
    /// <summary>There is no forecast.</summary>
    None,

    /// <summary>No history: only the current amount.</summary>
    Low,

    /// <summary>Recent daily costs, but fewer than two complete past months.</summary>
    Medium,

    /// <summary>At least two complete past months, or the period is over.</summary>
    High,
}
