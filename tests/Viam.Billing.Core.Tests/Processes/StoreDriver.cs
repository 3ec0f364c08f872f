using System.Diagnostics;
using System.Globalization;
using System.Reflection;

namespace Viam.Billing.Core.Tests.Processes;

/// <summary>A process that saves snapshots of several organizations, and can be killed.</summary>
internal sealed class StoreDriver : IDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);

    private readonly Process _process;

    private StoreDriver(Process process) => _process = process;

    /// <param name="organizations">How many: organization-00 and so on.</param>
    /// <param name="isSlow">True for a disk on which lines arrive in parts.</param>
    public static StoreDriver Start(
        string store,
        int organizations,
        DateTime start,
        DateTime readAt,
        decimal amount,
        bool isSlow = false
    )
    {
        var driver = typeof(StoreDriver)
            .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(static metadata => metadata.Key == "StoreDriver")
            .Value!;
        var info = ChildProcess.Describe(
            driver,
            store,
            organizations.ToString(CultureInfo.InvariantCulture),
            start.ToString("O", CultureInfo.InvariantCulture),
            readAt.ToString("O", CultureInfo.InvariantCulture),
            amount.ToString(CultureInfo.InvariantCulture),
            isSlow ? "slow" : "fast"
        );
        return new StoreDriver(Process.Start(info)!);
    }

    /// <summary>Waits until the process is about to save.</summary>
    public async Task WaitUntilBegunAsync(CancellationToken cancellationToken) =>
        Assert.Equal("begun", await _process.StandardOutput.ReadLineAsync(cancellationToken));

    public void Kill() => _process.Kill();

    /// <summary>Waits for the end. Returns the exit code, what was reported, and errors.</summary>
    public async Task<(int ExitCode, string[] Results, string Errors)> WaitAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(s_limit);
        var errors = _process.StandardError.ReadToEndAsync(limit.Token);
        var output = await _process.StandardOutput.ReadToEndAsync(limit.Token);
        await _process.WaitForExitAsync(limit.Token);
        return (
            _process.ExitCode,
            [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(static line => line != "begun")],
            await errors
        );
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }
        _process.Dispose();
    }
}
