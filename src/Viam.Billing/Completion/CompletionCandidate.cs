using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Text;
using Viam.Billing.Text;

namespace Viam.Billing.Completion;

/// <summary>One proposal of a completer.</summary>
/// <param name="Text">What is put on the command line.</param>
/// <param name="Tooltip">What is shown beside it. What is typed may also be the beginning of it.</param>
internal sealed record CompletionCandidate(string Text, string? Tooltip = null)
{
    /// <summary>What proposals are sorted by.</summary>
    public string Order { get; init; } = Text;

    public bool Matches(string word) =>
        Text.StartsWith(word, StringComparison.OrdinalIgnoreCase)
        || (Tooltip?.StartsWith(word, StringComparison.OrdinalIgnoreCase) ?? false);

    public CompletionResult ToResult()
    {
        var shown = VisibleText.From(Text);
        var isPlain = Text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');
        var quoted =
            isPlain ? Text
            : shown == Text ? $"'{CodeGeneration.EscapeSingleQuotedStringContent(Text)}'"
            : Escaped(Text);
        return new CompletionResult(
            quoted,
            shown,
            CompletionResultType.ParameterValue,
            VisibleText.From(Tooltip ?? Text)
        );
    }

    /// <summary>The same text as a double-quoted string in which everything but plain ASCII is written by its number.</summary>
    private static string Escaped(string text)
    {
        var escaped = new StringBuilder("\"");
        foreach (var rune in text.EnumerateRunes())
        {
            var isPlain = rune.IsAscii && (Rune.IsLetterOrDigit(rune) || rune.Value is ' ' or '-' or '_' or '.');
            _ = isPlain
                ? escaped.Append(rune.ToString())
                : escaped.Append(CultureInfo.InvariantCulture, $"`u{{{rune.Value:x}}}");
        }
        return escaped.Append('"').ToString();
    }
}
