using System.Diagnostics;

namespace Viam.Billing.Tests.Support.Processes;

/// <summary>
/// A completed run of the pinned PowerShell in a separate process, where none of the test's assemblies is loaded.
/// </summary>
internal sealed record PowerShellProcess(int ExitCode, string Output, string Error)
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(60);

    /// <summary>Starts a command with the module imported.</summary>
    public static string ImportModule { get; } = $"Import-Module '{BuiltModule.Manifest}';";

    /// <summary>Runs a command with the module imported and returns its output lines. Fails on any error.</summary>
    public static async Task<string[]> ReadLinesAsync(string command)
    {
        var run = await RunAsync(["-Command", ImportModule + command]);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        return run.Output.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries);
    }

    /// <param name="arguments">The arguments after <c>pwsh -NoProfile -NonInteractive</c>.</param>
    /// <param name="timeout">The longest run time, 60 seconds by default.</param>
    /// <param name="environment">Variables to set; null removes a variable.</param>
    public static async Task<PowerShellProcess> RunAsync(
        string[] arguments,
        TimeSpan? timeout = null,
        params (string Name, string? Value)[] environment
    )
    {
        using var process = Process.Start(CreateStartInfo(arguments, environment))!;
        process.StandardInput.Close();
        using var limit = new CancellationTokenSource(timeout ?? s_timeout);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var error = process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return new PowerShellProcess(process.ExitCode, await output, await error);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    private static ProcessStartInfo CreateStartInfo(string[] arguments, (string Name, string? Value)[] environment)
    {
        string[] options = ["exec", BuiltModule.PowerShell, "-NoProfile", "-NonInteractive"];
        var start = ChildProcess.Describe([.. options, .. arguments]);
        start.RedirectStandardInput = true;
        start.WorkingDirectory = BuiltModule.RepositoryRoot;
        // Tests running in parallel change the environment of this process.
        start.Environment.Clear();
        foreach (var (name, value) in BuiltModule.InitialEnvironment)
        {
            start.Environment[name] = value;
        }
        ChildProcess.DisableDiagnostics(start);
        start.Environment["NO_COLOR"] = "1";
        start.Environment["POWERSHELL_TELEMETRY_OPTOUT"] = "1";
        start.Environment["POWERSHELL_UPDATECHECK"] = "Off";
        // The process lives for seconds, so profiling its code and collecting in the background don't pay.
        start.Environment["DOTNET_TieredPGO"] = "0";
        start.Environment["DOTNET_gcConcurrent"] = "0";
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }
        return start;
    }
}
