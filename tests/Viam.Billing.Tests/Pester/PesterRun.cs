using Viam.Billing.Tests.Support;
using Viam.Billing.Tests.Support.Processes;

namespace Viam.Billing.Tests.Pester;

/// <summary>A run of Pester in the pinned PowerShell.</summary>
/// <param name="ExitCode">The number of failed tests, blocks and files.</param>
internal sealed record PesterRun(int ExitCode, string Output, IReadOnlyList<PesterResult> Results)
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromMinutes(15);

    /// <summary>Runs all tests of a file or folder.</summary>
    public static async Task<PesterRun> RunAsync(string path)
    {
        using var folder = new TemporaryFolder();
        var report = folder.GetPath("report.xml");
        var process = await PowerShellProcess.RunAsync(
            ["-Command", Script],
            s_timeout,
            ("PESTER_MODULE", BuiltModule.Pester),
            ("PESTER_PATH", path),
            ("PESTER_REPORT", report)
        );
        var results = File.Exists(report) ? PesterResult.ReadAll(report) : [];
        return new PesterRun(process.ExitCode, process.Output + process.Error, results);
    }

    private const string Script = """
        $ErrorActionPreference = 'Stop'
        Import-Module $env:PESTER_MODULE
        $configuration = New-PesterConfiguration
        $configuration.Run.Path = $env:PESTER_PATH
        $configuration.Run.Exit = $true
        $configuration.TestResult.Enabled = $true
        $configuration.TestResult.OutputFormat = 'JUnitXml'
        $configuration.TestResult.OutputPath = $env:PESTER_REPORT
        $configuration.Output.Verbosity = 'Normal'
        $configuration.Output.RenderMode = 'Plaintext'
        Invoke-Pester -Configuration $configuration
        """;
}
