namespace Viam.Billing;

/// <summary>The method of a forecast.</summary>
public enum ForecastMethod
{
    /// <summary>No forecast: it is too early in the period, or an amount is unknown.</summary>
    None,

    /// <summary>The current amount, because the period is over.</summary>
    Actual,

    /// <summary>
    /// The current amount divided by the share that past months had reached at the same part of the period.
    /// </summary>
    Profile,

    /// <summary>The current amount plus the mean of recent daily costs for each remaining day.</summary>
    Recent,

    /// <summary>The current amount plus the mean cost of past months after the same part of the period.</summary>
    Remaining,

    /// <summary>A weighted mean of several methods.</summary>
    Combined,

    /// <summary>The current amount divided by the elapsed part of the period.</summary>
    RunRate,

    /// <summary>
    /// The current amount, because it isn't expected to grow: the part of the subtotal that isn't attributed to a
    /// source, without history.
    /// </summary>
    Fixed,
}
