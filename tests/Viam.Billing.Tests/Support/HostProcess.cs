using System.Diagnostics;

namespace Viam.Billing.Tests.Support;

/// <summary>A finished run of the host: a process with an engine and the module, where nothing of the tests' own is loaded.</summary>
internal sealed record HostProcess(int ExitCode, string Output, string Error)
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);

    /// <summary>Runs a command and returns the lines of its output. Anything on standard error, or an exit code, fails the test.</summary>
    public static async Task<string[]> LinesOfAsync(string command)
    {
        var run = await RunAsync(["-Command", command]);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        return run.Output.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries);
    }

    /// <param name="environment">Set for the process; null takes a variable away.</param>
    public static Task<HostProcess> RunAsync(string[] arguments, params (string Name, string? Value)[] environment) => RunAsync(arguments, s_limit, environment);

    /// <param name="atMost">How long the process may take.</param>
    /// <param name="environment">Set for the process; null takes a variable away.</param>
    public static async Task<HostProcess> RunAsync(string[] arguments, TimeSpan atMost, params (string Name, string? Value)[] environment)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [BuiltModule.HostProgram, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = BuiltModule.RepositoryRoot,
        };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        using var limit = new CancellationTokenSource(atMost);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var error = process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return new HostProcess(process.ExitCode, await output, await error);
        }
        finally
        {
            if (!process.HasExited) process.Kill();
        }
    }
}
