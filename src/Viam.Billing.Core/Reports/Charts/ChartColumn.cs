namespace Viam.Billing.Reports.Charts;

/// <param name="Amount">Null if unknown.</param>
/// <param name="Expected">What the amount is expected to grow to; null if it isn't.</param>
/// <param name="ClassName">The class of the column, which sets its color.</param>
/// <param name="Group">Shown below the label of the first column that has it, such as a year.</param>
internal sealed record ChartColumn(
    string Label,
    decimal? Amount,
    string ClassName,
    decimal? Expected = null,
    string? Group = null
);
