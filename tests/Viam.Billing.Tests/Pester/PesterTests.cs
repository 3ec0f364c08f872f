using Viam.Billing.Tests.Support;
using Viam.Billing.Tests.Support.Engine;

namespace Viam.Billing.Tests.Pester;

/// <summary>
/// The tests in tests/Pester. They run once, in a separate process, and each one has a separate result.
/// </summary>
[Collection(LongestFirstOrderer.PesterCollection)]
public sealed class PesterTests
{
    private static readonly Lazy<Task<PesterRun>> s_run = new(() =>
        PesterRun.RunAsync(Path.Combine(BuiltModule.RepositoryRoot, "tests", "Pester"))
    );

    /// <summary>One row per Pester test. Not enumerated at discovery, because that would run them.</summary>
    public static async Task<IEnumerable<TheoryDataRow<bool, string>>> GetResultsAsync() =>
        (await s_run.Value).Results.Select(result => new TheoryDataRow<bool, string>(result.Passed, result.Message)
        {
            TestDisplayName = $"Pester: {result.Name}",
            Label = "",
        });

    [Theory]
    [MemberData(nameof(GetResultsAsync), DisableDiscoveryEnumeration = true)]
    public void PesterTestPasses(bool passed, string message) => Assert.True(passed, message);

    /// <summary>
    /// Covers what isn't a result of a test: a file that can't be read, or a block whose setup fails.
    /// </summary>
    [Fact]
    public async Task PesterRunHasNoErrors()
    {
        var run = await s_run.Value;

        Assert.True(run.ExitCode == 0, run.Output);
        Assert.NotEmpty(run.Results);
    }
}
