using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Viam.Billing.Core.Tests.Focus;

/// <summary>
/// A rule of the specification's published requirements model as data: its ID, its condition, and the check. The file
/// focus-rules.json holds those that apply to our columns and can be checked by a program.
/// </summary>
internal sealed partial record FocusRule(string Id, JsonElement Check, JsonElement? Condition, string[]? Versions)
{
    public static IReadOnlyList<FocusRule> Load()
    {
        using var file = typeof(FocusRule).Assembly.GetManifestResourceStream("focus-rules.json")!;
        return
        [
            .. JsonDocument
                .Parse(file)
                .RootElement.EnumerateArray()
                .Select(static rule => new FocusRule(
                    rule.GetProperty("id").GetString()!,
                    rule.GetProperty("check"),
                    rule.TryGetProperty("if", out var condition) ? condition : null,
                    rule.TryGetProperty("versions", out var versions) ? versions.Deserialize<string[]>() : null
                )),
        ];
    }

    public bool AppliesTo(string version) => Versions is null || Versions.Contains(version);

    /// <summary>The rows that break the rule.</summary>
    public IEnumerable<FocusTextRow> Violations(IReadOnlyList<FocusTextRow> rows)
    {
        var applicable = rows.Where(row => Condition is not { } condition || Holds(condition, row));
        return Text(Check[0]) == "distinct"
            ? applicable
                .GroupBy(row => row[Text(Check[1])])
                .Where(group => group.Select(row => row[Text(Check[2])]).Distinct().Count() != Check[3].GetInt32())
                .SelectMany(static group => group)
            : applicable.Where(row => !Holds(Check, row));
    }

    private static bool Holds(JsonElement check, FocusTextRow row)
    {
        var value = check[1].ValueKind == JsonValueKind.String ? row.GetValueOrDefault(Text(check[1])) : null;
        return Text(check[0]) switch
        {
            "and" => check.EnumerateArray().Skip(1).All(item => Holds(item, row)),
            "or" => check.EnumerateArray().Skip(1).Any(item => Holds(item, row)),
            "not" => !Holds(check[1], row),
            "present" => row.ContainsKey(Text(check[1])),
            "null" => value is null,
            "notNull" => value is not null,
            "equals" => check[2].ValueKind == JsonValueKind.Number
                ? value is not null && Number(value) == check[2].GetDecimal()
                : value == Text(check[2]),
            "in" => check[2].EnumerateArray().Any(item => Text(item) == value),
            "pair" => value is not null
                && check[3].TryGetProperty(value, out var allowed)
                && allowed.EnumerateArray().Any(item => Text(item) == row[Text(check[2])]),
            "same" => value == row[Text(check[2])],
            "atLeast" => value is not null && Number(value) >= check[2].GetDecimal(),
            "product" => value is not null
                && row[Text(check[2])] is { } factor
                && Number(value) * Number(factor) == Number(row[Text(check[3])]!),
            "decimal" or "numeric" => value is null || DecimalText().IsMatch(value),
            "datetime" or "iso8601" => value is null || TimeText().IsMatch(value),
            "string" => value is null || value.Length > 0,
            "text" => value is null || value.Trim().Length > 0,
            "currency" => value is "USD",
            "unit" => value is null or "Count",
            var other => throw new NotSupportedException(other),
        };
    }

    private static string Text(JsonElement element) => element.GetString()!;

    private static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);

    // A decimal point always: a reader that infers types must not find integers.
    [GeneratedRegex(@"^-?\d+\.\d+$", RegexOptions.CultureInvariant)]
    private static partial Regex DecimalText();

    [GeneratedRegex(@"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$", RegexOptions.CultureInvariant)]
    private static partial Regex TimeText();
}
