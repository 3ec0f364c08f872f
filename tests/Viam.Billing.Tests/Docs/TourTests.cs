using System.Text.RegularExpressions;
using Viam.Billing.Tests.Support;
using Viam.Billing.Tests.Support.Processes;

namespace Viam.Billing.Tests.Docs;

/// <summary>The quick-start tour script.</summary>
public sealed partial class TourTests
{
    private static readonly string s_script = Path.Combine(BuiltModule.RepositoryRoot, "tools", "Tour.ps1");

    [Fact]
    public async Task TourShowsCommandsAndOutputWithin80Columns()
    {
        var run = await PowerShellProcess.RunAsync(["-File", s_script]);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        var lines = run.Output.ReplaceLineEndings("\n").Split('\n');
        Assert.All(lines, line => Assert.InRange(line.Length, 0, 80));
        Assert.DoesNotContain('\u001b', run.Output);
        Assert.DoesNotContain('…', run.Output);
        Assert.InRange(lines.Length, 20, 80);
        // Each command prints a table, except those that open and close the session.
        var commands = Commands().Count(run.Output);
        Assert.Equal(commands - 2, TableRules().Count(run.Output));
        Assert.Contains(
            "Import-Module ./out/Viam.Billing",
            run.Output[run.Output.IndexOf("Type next:", StringComparison.Ordinal)..],
            StringComparison.Ordinal
        );
    }

    [GeneratedRegex("^PS> ", RegexOptions.Multiline)]
    private static partial Regex Commands();

    [GeneratedRegex("^ *-{3,}[- ]*\r?$", RegexOptions.Multiline)]
    private static partial Regex TableRules();
}
