using System.Management.Automation;
using System.Management.Automation.Language;
using System.Text.RegularExpressions;
using Viam.Billing.Tests.Support;

namespace Viam.Billing.Tests.Commands.Charging;

/// <summary>The commands in the charging guide.</summary>
public sealed class GuideTests : CmdletTest
{
    private static readonly string s_guide = File.ReadAllText(
            Path.Combine(BuiltModule.RepositoryRoot, "docs", "charging.md")
        )
        .ReplaceLineEndings("\n");

    [Fact]
    public void CommandsAndParametersInGuideExist()
    {
        var blocks = Regex.Matches(s_guide, "```powershell\n(.*?)```", RegexOptions.Singleline);
        var commands = Get<CmdletInfo>("Get-Command -Module Viam.Billing").ToDictionary(command => command.Name);
        var seen = 0;

        Assert.All(
            blocks,
            block =>
            {
                var script = Parser.ParseInput(block.Groups[1].Value, out _, out var errors);
                Assert.Empty(errors);
                foreach (
                    var command in script
                        .FindAll(static node => node is CommandAst, searchNestedScriptBlocks: true)
                        .Cast<CommandAst>()
                )
                {
                    if (!command.GetCommandName().Contains("-Viam", StringComparison.Ordinal))
                    {
                        continue;
                    }

                    var known = commands[command.GetCommandName()].Parameters.Keys;
                    Assert.All(
                        command.CommandElements.OfType<CommandParameterAst>(),
                        parameter => Assert.Contains(parameter.ParameterName, known)
                    );
                    seen++;
                }
            }
        );
        Assert.InRange(seen, 8, 100);
    }

    [Fact]
    public void StatesAndErrorsInGuideExist()
    {
        var source = string.Join(
            '\n',
            new[] { "Viam.Billing", "Viam.Billing.Core" }
                .Select(static project => Path.Combine(BuiltModule.RepositoryRoot, "src", project))
                .SelectMany(static folder => Directory.GetFiles(folder, "*.cs", SearchOption.AllDirectories))
                .Select(File.ReadAllText)
        );
        var named = Regex
            .Matches(s_guide, "error `([A-Za-z]+)`|^\\| `([A-Z][A-Za-z]+)` \\|", RegexOptions.Multiline)
            .Select(match => match.Groups[1].Success ? match.Groups[1].Value : match.Groups[2].Value)
            .ToHashSet();

        Assert.Superset(
            new HashSet<string>
            {
                "ChargeRefused",
                "ChargeOutcomeUnknown",
                "PaymentFailed",
                "LedgerNotWritten",
                "Charged",
                "Refused",
                "NotCharged",
                "Pending",
                "Unknown",
            },
            named
        );
        Assert.All(named, name => Assert.Contains($"\"{name}\"", source, StringComparison.Ordinal));
    }
}
