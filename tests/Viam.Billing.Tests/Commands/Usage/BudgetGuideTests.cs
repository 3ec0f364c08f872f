using System.Text.RegularExpressions;
using Viam.Billing.Tests.Support;
using Viam.Billing.Tests.Support.Processes;

namespace Viam.Billing.Tests.Commands.Usage;

/// <summary>The script of docs/budgets.md, run as the page says, for each exit code.</summary>
public sealed partial class BudgetGuideTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    // Harborlight has a platform fee of 250.00, and never costs 450.00 in a month.
    [InlineData(0, "Harborlight Integrators,1000000.00,80;100")]
    [InlineData(2, "Harborlight Integrators,500.00,50")]
    [InlineData(3, "Harborlight Integrators,100.00,80;100", "Acme Robotics,1000000.00,80")]
    [InlineData(1, "Harborlight Integrators,\"1,000.00\",80")]
    [InlineData(1, "Nobody,100.00,80", "Harborlight Integrators,100.00,80;100")]
    [InlineData(1)]
    public async Task ScriptOfGuideExitsWithCode(int exitCode, params string[] rows)
    {
        var script = _folder.GetPath("budget.ps1");
        var budgets = _folder.GetPath("budgets.csv");
        await File.WriteAllTextAsync(script, ReadScript(), TestContext.Current.CancellationToken);
        if (rows.Length > 0)
        {
            string[] lines = ["Organization,Budget,Threshold", .. rows];
            await File.WriteAllLinesAsync(budgets, lines, TestContext.Current.CancellationToken);
        }

        var run = await PowerShellProcess.RunAsync(
            ["-File", script, "-Path", budgets, "-Sandbox"],
            timeout: null,
            ("PSModulePath", Path.GetDirectoryName(BuiltModule.Folder))
        );

        Assert.True(run.ExitCode == exitCode, $"{run.ExitCode}: {run.Output}{run.Error}");
        Assert.Equal(exitCode == 1, run.Error.Length > 0);
        Assert.Equal(exitCode != 1, run.Output.Contains("Harborlight", StringComparison.Ordinal));
    }

    private static string ReadScript()
    {
        var page = File.ReadAllText(Path.Combine(BuiltModule.RepositoryRoot, "docs", "budgets.md"));
        return Assert.Single(ScriptBlock().Matches(page.ReplaceLineEndings("\n"))).Groups[1].Value;
    }

    [GeneratedRegex("^```pwsh\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex ScriptBlock();
}
