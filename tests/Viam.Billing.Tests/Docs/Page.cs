using System.Management.Automation;
using System.Management.Automation.Language;
using System.Text.RegularExpressions;

namespace Viam.Billing.Tests.Docs;

/// <summary>A documentation page, checked against the existing cmdlets.</summary>
internal static partial class Page
{
    /// <summary>Returns unknown cmdlets and parameters, invalid combinations, and syntax errors on a page.</summary>
    public static IReadOnlyList<string> FindProblems(
        string markdown,
        IReadOnlyDictionary<string, CmdletInfo> cmdlets
    ) =>
        [
            .. MentionedCmdlets()
                .Matches(markdown)
                .Select(match => match.Value)
                .Where(name => !cmdlets.ContainsKey(name))
                .Select(name => $"there is no {name}"),
            .. Blocks(markdown).SelectMany(code => Check(code, cmdlets)),
            .. InlineCode(markdown)
                .Where(code => MentionedCmdlets().IsMatch(code))
                .SelectMany(code => Check(code, cmdlets)),
        ];

    /// <summary>The PowerShell code in fenced blocks. If lines start with a prompt, the rest is output.</summary>
    private static IEnumerable<string> Blocks(string markdown) =>
        from Match block in FencedBlocks().Matches(markdown)
        where block.Groups["language"].Value.ToLowerInvariant() is "powershell" or "pwsh" or "ps1"
        let code = block.Groups["code"].Value
        let typed = Prompts().Matches(code).Select(line => line.Groups["typed"].Value).ToList()
        select typed.Count > 0 ? string.Join('\n', typed) : code;

    // In a table, pipe characters are escaped.
    private static IEnumerable<string> InlineCode(string markdown) =>
        InlineSpans()
            .Matches(FencedBlocks().Replace(markdown, ""))
            .Select(span => span.Groups["code"].Value.Replace("\\|", "|", StringComparison.Ordinal));

    private static IEnumerable<string> Check(string code, IReadOnlyDictionary<string, CmdletInfo> cmdlets)
    {
        var script = Parser.ParseInput(Placeholders().Replace(code, "placeholder"), out _, out var errors);
        foreach (var error in errors)
        {
            yield return $"{error.Message} In: {code}";
        }

        foreach (
            var command in script.FindAll(ast => ast is CommandAst, searchNestedScriptBlocks: true).Cast<CommandAst>()
        )
        {
            if (command.GetCommandName() is not { } name || !cmdlets.TryGetValue(name, out var cmdlet))
            {
                continue;
            }

            List<CommandParameterAst> given = [.. command.CommandElements.OfType<CommandParameterAst>()];
            var unknown = given.Where(parameter => Find(cmdlet, parameter.ParameterName) is null).ToList();
            foreach (var parameter in unknown)
            {
                yield return $"{name} has no -{parameter.ParameterName}";
            }

            var known = given.Except(unknown).Select(parameter => Find(cmdlet, parameter.ParameterName)!).ToList();
            if (
                !cmdlet.ParameterSets.Any(set =>
                    known.TrueForAll(parameter => set.Parameters.Any(other => other.Name == parameter.Name))
                )
            )
            {
                yield return $"the parameters do not go together: {command.Extent.Text}";
            }
        }
    }

    /// <summary>Finds a parameter by name or alias. Abbreviations don't match, as they can become ambiguous.</summary>
    private static ParameterMetadata? Find(CmdletInfo cmdlet, string name) =>
        cmdlet.Parameters.Values.FirstOrDefault(parameter =>
            parameter.Name.Equals(name, StringComparison.OrdinalIgnoreCase)
            || parameter.Aliases.Contains(name, StringComparer.OrdinalIgnoreCase)
        );

    [GeneratedRegex(@"\b[A-Z][A-Za-z]+-Viam[A-Z][A-Za-z]*\b")]
    private static partial Regex MentionedCmdlets();

    [GeneratedRegex(
        @"^(?<indent>[ ]*)(?<fence>```+|~~~+)[ ]*(?<language>[^\s`]*)[^\n]*\n(?<code>.*?)^[ ]*\k<fence>[ ]*\r?$",
        RegexOptions.Multiline | RegexOptions.Singleline
    )]
    private static partial Regex FencedBlocks();

    [GeneratedRegex(@"(?<!`)(?<ticks>`+)(?!`)(?<code>[^\n]+?)(?<!`)\k<ticks>(?!`)")]
    private static partial Regex InlineSpans();

    [GeneratedRegex(@"^PS[^>\n]*>[ ]?(?<typed>.*)$", RegexOptions.Multiline)]
    private static partial Regex Prompts();

    [GeneratedRegex(@"<[A-Za-z][^<>|\n]*>")]
    private static partial Regex Placeholders();
}
