using System.Collections.Concurrent;
using System.Diagnostics;
using Viam.Billing.Files;
using Viam.Billing.Sandbox.SeedData;
using Viam.Billing.Tests.Support;
using Viam.Billing.Tests.Support.Servers;

namespace Viam.Billing.Tests.Commands.Charging;

/// <summary>A process that charges a batch and can be killed. Prints "begun", then one line per item.</summary>
internal sealed class BatchProcess : IAsyncDisposable
{
    /// <summary>The exit code of a process that was ended by SIGKILL, as reported by a shell.</summary>
    private const int KilledExitCode = 128 + 9;

    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(120);
    private readonly Process _process;
    private readonly ConcurrentQueue<string[]> _results = new();
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task<string> _errors;
    private readonly Task _reading;

    private BatchProcess(Process process)
    {
        _process = process;
        _errors = process.StandardError.ReadToEndAsync();
        _reading = ReadAsync();
    }

    /// <summary>The results of items reported so far.</summary>
    public IReadOnlyList<(string What, string Reference, string Detail)> Results =>
        [.. _results.Select(part => (part[0], part[1], part[2]))];

    public int Id => _process.Id;

    public string Errors => _errors.Result;

    /// <summary>Starts the driver with a file of batch items and a charge ledger.</summary>
    /// <param name="timeout">The request timeout and the reconcile timeout, in seconds.</param>
    /// <param name="resendAfter">The value of -ResendAfter in seconds; null to omit it.</param>
    public static BatchProcess StartDriver(
        TestServer server,
        string rows,
        string ledger,
        int timeout,
        int throttleLimit = 8,
        int? resendAfter = null,
        params (string Name, string Value)[] environment
    ) =>
        Start(
            BuiltModule.ChargeDriver,
            [
                BuiltModule.Folder,
                server.Address.AbsoluteUri,
                rows,
                ledger,
                $"{timeout}",
                $"{timeout}",
                $"{throttleLimit}",
                .. resendAfter is null ? [] : new[] { $"{resendAfter}" },
            ],
            environment
        );

    public static BatchProcess Start(
        string program,
        string[] arguments,
        params (string Name, string Value)[] environment
    )
    {
        var start = ChildProcess.Describe([program, .. arguments]);
        start.RedirectStandardInput = true;
        start.Environment["VIAM_API_KEY_ID"] = SandboxKeys.OwnerId;
        start.Environment["VIAM_API_KEY"] = SandboxKeys.OwnerKey;
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var process = Process.Start(start)!;
        process.StandardInput.Close();
        return new BatchProcess(process);
    }

    /// <summary>Waits until the process is about to charge or has exited.</summary>
    public Task WaitUntilBegunAsync() => _begun.Task.WaitAsync(s_limit);

    /// <summary>Kills the process when the task completes. Returns false if the process had already exited.</summary>
    public async Task<bool> KillAfterAsync(Task moment)
    {
        await Task.WhenAny(_process.WaitForExitAsync(), moment);
        _process.Kill();
        return await WaitAsync() == KilledExitCode;
    }

    /// <returns>The exit code.</returns>
    public async Task<int> WaitAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(s_limit);
        await _reading;
        await _errors;
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task ReadAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line == "begun")
            {
                _begun.TrySetResult();
            }
            else if (line.Split('\t') is { Length: 3 } parts)
            {
                _results.Enqueue(parts);
            }
        }
        _begun.TrySetResult();
    }
}
