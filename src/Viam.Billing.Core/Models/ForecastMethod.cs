namespace Viam.Billing;

/// <summary>How a forecast was made.</summary>
public enum ForecastMethod
{
    /// <summary>Not at all: it is too early in the period, or an amount is unknown.</summary>
    None,

    /// <summary>The period is over: the current amount.</summary>
    Actual,

    /// <summary>
    /// The current amount divided by the share that past months had reached at the same part of the period.
    /// </summary>
    Profile,

    /// <summary>The current amount and the mean of recent daily costs for each day left.</summary>
    Recent,

    /// <summary>The current amount and the mean of what past months cost after the same part of the period.</summary>
    Remaining,

    /// <summary>A weighted mean of several methods.</summary>
    Combined,

    /// <summary>The current amount divided by the elapsed part of the period.</summary>
    RunRate,

    /// <summary>
    /// The current amount of what isn't known to grow: the part of the subtotal that no source accounts for, without
    /// history.
    /// </summary>
    Fixed,
}
