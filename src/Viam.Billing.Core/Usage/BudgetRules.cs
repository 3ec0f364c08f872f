using System.Globalization;
using Viam.Billing.Text;

namespace Viam.Billing.Usage;

/// <summary>A budget, and the thresholds at which warnings are written.</summary>
internal sealed record BudgetRules
{
    private const decimal LeastPercent = 1;
    private const decimal MostPercent = 1000;

    /// <summary>As that of a charge.</summary>
    private const decimal Limit = 1_000_000_000_000m;

    /// <param name="budget">US dollars per billing period.</param>
    /// <param name="thresholds">Percentages of the budget, for the amount so far.</param>
    /// <param name="forecastThresholds">Percentages of the budget, for the forecast.</param>
    /// <exception cref="BudgetRuleException">A value is out of range.</exception>
    public BudgetRules(decimal budget, IReadOnlyList<decimal> thresholds, IReadOnlyList<decimal> forecastThresholds)
    {
        var reason =
            budget < 0 ? "It must be 0 or more."
            : budget >= Limit ? $"It must be less than {Text(Limit)}."
            : budget != Math.Round(budget, 2) ? "It can have two decimals, such as 1234.56."
            : null;
        if (reason is not null)
        {
            throw new BudgetRuleException($"A budget of {Text(budget)} isn't possible. {reason}");
        }
        Budget = budget;
        Thresholds = Check(thresholds);
        ForecastThresholds = Check(forecastThresholds);
    }

    public decimal Budget { get; }

    public IReadOnlyList<decimal> Thresholds { get; }

    public IReadOnlyList<decimal> ForecastThresholds { get; }

    /// <summary>True if forecasts of low confidence are used.</summary>
    public bool TrustsLowConfidence { get; init; }

    /// <summary>
    /// Parses thresholds in text, such as 80;100. Commas are rejected, because 80,100 is a single number in PowerShell
    /// and some cultures.
    /// </summary>
    /// <exception cref="BudgetRuleException">The text isn't a list of percentages.</exception>
    public static IReadOnlyList<decimal> ParseThresholds(string text) =>
        [
            .. text.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                .Select(ParseThreshold),
        ];

    private static decimal ParseThreshold(string text)
    {
        if (text.Contains(','))
        {
            throw new BudgetRuleException(
                $"'{ForeignText.Excerpt(text)}' isn't a percentage. Separate several with semicolons, such as 80;100."
            );
        }
        var number = text.EndsWith('%') ? text[..^1].TrimEnd() : text;
        return decimal.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var percent)
            ? Check(percent)
            : throw new BudgetRuleException(
                $"'{ForeignText.Excerpt(text)}' isn't a percentage. Specify numbers from 1 to 1000, such as 80;100."
            );
    }

    private static decimal[] Check(IReadOnlyList<decimal> thresholds) => [.. thresholds.Select(Check)];

    private static decimal Check(decimal percent) =>
        percent switch
        {
            > 0 and < LeastPercent => throw new BudgetRuleException(
                $"A threshold is in percent, not a fraction: {Text(percent)} would be {Text(percent)}%, "
                    + $"not {Text(percent * 100)}%."
            ),
            < LeastPercent or > MostPercent => throw new BudgetRuleException(
                $"A threshold of {Text(percent)}% isn't possible. Specify a number from 1 to 1000."
            ),
            _ => percent,
        };

    private static string Text(decimal number) =>
        number.ToString("0.############################", CultureInfo.InvariantCulture);
}
