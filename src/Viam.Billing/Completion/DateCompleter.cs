using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace Viam.Billing.Completion;

/// <summary>Completes dates: the current day, and the starts of recent months and of the year, in UTC.</summary>
public sealed class DateCompleter : IArgumentCompleter
{
    /// <summary>The number of months whose starts are offered, with the current one.</summary>
    private const int Months = 4;

    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters
    )
    {
        var word = wordToComplete.Trim('\'', '"');
        return
        [
            .. Find(DateOnly.FromDateTime(DateTime.UtcNow))
                .Distinct()
                .Select(static day => new CompletionCandidate(
                    day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                    day.ToString("dddd, MMMM d, yyyy", CultureInfo.InvariantCulture)
                ))
                .Where(candidate => candidate.Text.StartsWith(word, StringComparison.Ordinal))
                .Select(candidate => candidate.ToResult(word)),
        ];
    }

    private static IEnumerable<DateOnly> Find(DateOnly today)
    {
        var month = new DateOnly(today.Year, today.Month, 1);
        return
        [
            today,
            .. Enumerable.Range(0, Months).Select(past => month.AddMonths(-past)),
            new DateOnly(today.Year, 1, 1),
        ];
    }
}
