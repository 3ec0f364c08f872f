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
    /// <summary>What a list of proposals shows.</summary>
    public string ListItem { get; init; } = Text;

    /// <summary>An ID that means the same. It is put on the command line if what is typed is its beginning.</summary>
    public string? Id { get; init; }

    /// <summary>True if the parameter takes wildcards, whose characters have to be escaped in the text.</summary>
    public bool IsPattern { get; init; }

    /// <summary>What proposals are sorted by.</summary>
    public string? Order { get; init; }

    private string Escaped => IsPattern ? WildcardPattern.Escape(Text) : Text;

    public bool Matches(string word) => MatchesText(word) || Starts(Id, word) || Starts(Tooltip, word);

    /// <param name="word">What is typed.</param>
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

    /// <summary>The same text as a double-quoted string in which everything but plain ASCII is written by its number.</summary>
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
