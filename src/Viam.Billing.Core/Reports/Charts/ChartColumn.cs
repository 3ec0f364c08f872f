namespace Viam.Billing.Reports.Charts;

/// <param name="Amount">Null if unknown.</param>
/// <param name="Expected">The forecast of the amount; null if there is none.</param>
/// <param name="ClassName">The CSS class of the column, which sets its color.</param>
/// <param name="Group">Text below the label of the first column of a group, such as the year.</param>
internal sealed record ChartColumn(
    string Label,
    decimal? Amount,
    string ClassName,
    decimal? Expected = null,
    string? Group = null
);
