namespace Viam.Billing;

/// <summary>The confidence of a forecast, which depends on the available history.</summary>
public enum ForecastConfidence
{
    /// <summary>There is no forecast.</summary>
    None,

    /// <summary>Only the current amount, without history.</summary>
    Low,

    /// <summary>Recent daily costs, but fewer than two complete past months.</summary>
    Medium,

    /// <summary>At least two complete past months, or the period is over.</summary>
    High,
}
