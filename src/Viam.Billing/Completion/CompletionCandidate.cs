using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Text;
using Viam.Billing.Text;

namespace Viam.Billing.Completion;

/// <summary>A suggestion of a completer.</summary>
/// <param name="Text">The text for the command line.</param>
/// <param name="Tooltip">The text shown next to it, whose start also matches.</param>
internal sealed record CompletionCandidate(string Text, string? Tooltip = null)
{
    /// <summary>The text in the list of suggestions.</summary>
    public string ListItem { get; init; } = Text;

    /// <summary>An equivalent ID. It is used if the typed text is its start.</summary>
    public string? Id { get; init; }

    /// <summary>True if the parameter supports wildcards, so that wildcard characters must be escaped.</summary>
    public bool IsPattern { get; init; }

    /// <summary>The sort key of suggestions.</summary>
    public string? Order { get; init; }

    private string Escaped => IsPattern ? WildcardPattern.Escape(Text) : Text;

    public bool Matches(string word) => MatchesText(word) || Starts(Id, word) || Starts(Tooltip, word);

    /// <param name="word">The typed text.</param>
    public CompletionResult ToResult(string word)
    {
        var text = Id is not null && !MatchesText(word) && Starts(Id, word) ? Id : Escaped;
        return new CompletionResult(
            Quote(text),
            VisibleText.From(ListItem),
            CompletionResultType.ParameterValue,
            VisibleText.From(Tooltip ?? Text)
        );
    }

    private bool MatchesText(string word) => Starts(Text, word) || Starts(Escaped, word) || Starts(ListItem, word);

    private static bool Starts(string? text, string word) =>
        text?.StartsWith(word, StringComparison.OrdinalIgnoreCase) ?? false;

    private static string Quote(string text)
    {
        var isPlain = text.Length > 0 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');
        return isPlain ? text
            : VisibleText.From(text) == text ? $"'{CodeGeneration.EscapeSingleQuotedStringContent(text)}'"
            : ByNumber(text);
    }

    /// <summary>
    /// A double-quoted string in which all characters except plain ASCII are escaped by their code points.
    /// </summary>
    private static string ByNumber(string text)
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
