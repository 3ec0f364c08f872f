using Viam.Billing.Text;
using Viam.Billing.Usage;

namespace Viam.Billing;

/// <summary>
/// A percentage of a budget as a cmdlet parameter: a number from 1 to 1000, or text with several numbers separated by
/// semicolons.
/// </summary>
public sealed class BudgetThreshold
{
    private BudgetThreshold(decimal percent) => Percent = percent;

    private BudgetThreshold(string problem) => Problem = problem;

    internal decimal Percent { get; }

    /// <summary>The reason why the value isn't a threshold; null if it is one.</summary>
    internal string? Problem { get; }

    public override string ToString() => Problem ?? FormattableString.Invariant($"{Percent:0.############}");

    internal static BudgetThreshold Of(decimal percent) => new(percent);

    /// <summary>Converts a value to thresholds, to none if it is empty, or to a single one with a problem.</summary>
    internal static IEnumerable<BudgetThreshold> From(object? value)
    {
        try
        {
            return value switch
            {
                null => [],
                BudgetThreshold threshold => [threshold],
                string text => [.. BudgetRules.ParseThresholds(text).Select(Of)],
                _ => UsdAmount.From(value) is { } number
                    ? [Of(number.Value)]
                    :
                    [
                        new BudgetThreshold(
                            $"'{ForeignText.Excerpt(value.ToString() ?? "")}' isn't a percentage. "
                                + "Specify numbers from 1 to 1000, such as 80;100."
                        ),
                    ],
            };
        }
        catch (BudgetRuleException exception)
        {
            return [new BudgetThreshold(exception.Message)];
        }
    }
}
