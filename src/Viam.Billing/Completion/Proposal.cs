using System.Management.Automation;
using System.Management.Automation.Language;

namespace Viam.Billing.Completion;

/// <summary>One proposal of a completer.</summary>
/// <param name="Text">What is put on the command line.</param>
/// <param name="Tooltip">What is shown beside it. What is typed may also be the beginning of it.</param>
internal sealed record Proposal(string Text, string? Tooltip = null)
{
    /// <summary>What proposals are sorted by.</summary>
    public string Order { get; init; } = Text;

    public bool Fits(string word) =>
        Text.StartsWith(word, StringComparison.OrdinalIgnoreCase) || (Tooltip?.StartsWith(word, StringComparison.OrdinalIgnoreCase) ?? false);

    public CompletionResult ToResult()
    {
        var isPlain = Text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');
        var quoted = isPlain ? Text : $"'{CodeGeneration.EscapeSingleQuotedStringContent(Text)}'";
        return new CompletionResult(quoted, Text, CompletionResultType.ParameterValue, Tooltip ?? Text);
    }
}
