using Viam.Billing.Tests.Support;

namespace Viam.Billing.Tests.Pester;

/// <summary>Reporting of Pester results.</summary>
public sealed class PesterRunTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task FailedTestIsReportedWithMessage()
    {
        Write("Mixed", "Describe 'Sums' { It 'adds <_>' -ForEach 1, 2 { 1 + $_ | Should -Be 2 } }");

        var run = await PesterRun.RunAsync(_folder.FullName);

        Assert.Equal(
            [("Mixed: Sums.adds 1", true), ("Mixed: Sums.adds 2", false)],
            run.Results.Select(r => (r.Name, r.Passed))
        );
        Assert.Contains("Expected 2, but got 3.", run.Results[1].Message, StringComparison.Ordinal);
        Assert.NotEqual(0, run.ExitCode);
    }

    [Fact]
    public async Task UnreadableFileFailsRun()
    {
        Write("Good", "Describe 'Sums' { It 'adds' { 1 + 1 | Should -Be 2 } }");
        Write("Broken", "Describe 'Sums' { throw 'not discovered' }");

        var run = await PesterRun.RunAsync(_folder.FullName);

        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains("not discovered", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FailedSetupFailsAllTestsInBlock()
    {
        Write("Setup", "Describe 'Sums' { BeforeAll { throw 'no setup' }; It 'adds' { 1 + 1 | Should -Be 2 } }");

        var run = await PesterRun.RunAsync(_folder.FullName);

        Assert.NotEqual(0, run.ExitCode);
        Assert.Equal([("Setup: Sums.adds", false)], run.Results.Select(r => (r.Name, r.Passed)));
    }

    [Fact]
    public async Task FolderWithoutTestsHasNoResults()
    {
        var run = await PesterRun.RunAsync(_folder.FullName);

        Assert.Empty(run.Results);
    }

    private void Write(string name, string script) => File.WriteAllText(_folder.GetPath($"{name}.Tests.ps1"), script);
}
