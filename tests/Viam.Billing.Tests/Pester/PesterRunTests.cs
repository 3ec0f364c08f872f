using Viam.Billing.Tests.Support;

namespace Viam.Billing.Tests.Pester;

/// <summary>Reporting of Pester results.</summary>
public sealed class PesterRunTests(PesterRunTests.FailedRun failed) : IClassFixture<PesterRunTests.FailedRun>
{
    [Fact]
    public void FailedTestIsReportedWithMessage()
    {
        Assert.Equal([("Mixed: Sums.adds 1", true), ("Mixed: Sums.adds 2", false)], failed.ResultsOf("Mixed"));
        var result = failed.Run.Results.Single(r =>
            r is { Passed: false } && r.Name.StartsWith("Mixed", StringComparison.Ordinal)
        );
        Assert.Contains("Expected 2, but got 3.", result.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void UnreadableFileIsReported() =>
        Assert.Contains("not discovered", failed.Run.Output, StringComparison.Ordinal);

    [Fact]
    public void FailedSetupFailsAllTestsInBlock() =>
        Assert.Equal([("Setup: Sums.adds", false)], failed.ResultsOf("Setup"));

    /// <summary>Two tests, the block whose setup fails, and the file that can't be read.</summary>
    [Fact]
    public void EachFailureCountsInTheExitCode() => Assert.Equal(4, failed.Run.ExitCode);

    [Fact]
    public async Task FolderWithoutTestsHasNoResults()
    {
        using var folder = new TemporaryFolder();

        var run = await PesterRun.RunAsync(folder.FullName);

        Assert.Empty(run.Results);
    }

    /// <summary>One run with all kinds of failures, because a run takes seconds.</summary>
    public sealed class FailedRun : IAsyncLifetime
    {
        private readonly TemporaryFolder _folder = new();

        internal PesterRun Run { get; private set; } = null!;

        internal IEnumerable<(string Name, bool Passed)> ResultsOf(string file) =>
            Run
                .Results.Where(r => r.Name.StartsWith($"{file}:", StringComparison.Ordinal))
                .Select(r => (r.Name, r.Passed));

        public async ValueTask InitializeAsync()
        {
            Write("Mixed", "Describe 'Sums' { It 'adds <_>' -ForEach 1, 2 { 1 + $_ | Should -Be 2 } }");
            Write("Broken", "Describe 'Sums' { throw 'not discovered' }");
            Write("Setup", "Describe 'Sums' { BeforeAll { throw 'no setup' }; It 'adds' { 1 + 1 | Should -Be 2 } }");
            Run = await PesterRun.RunAsync(_folder.FullName);
        }

        public ValueTask DisposeAsync()
        {
            _folder.Dispose();
            return ValueTask.CompletedTask;
        }

        private void Write(string name, string script) =>
            File.WriteAllText(_folder.GetPath($"{name}.Tests.ps1"), script);
    }
}
