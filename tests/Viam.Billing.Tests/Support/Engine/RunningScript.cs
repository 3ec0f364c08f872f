using System.Diagnostics;
using System.Management.Automation;

namespace Viam.Billing.Tests.Support.Engine;

/// <summary>A running script, which a test can stop like Ctrl+C does.</summary>
internal sealed class RunningScript : IDisposable
{
    private readonly PowerShell _shell;
    private readonly IAsyncResult _run;
    private readonly TaskCompletionSource _firstOutput = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public RunningScript(PowerShellEngine engine, string script, params (string Name, object? Value)[] variables)
    {
        foreach (var (name, value) in variables)
        {
            engine.Runspace.SessionStateProxy.SetVariable(name, value);
        }

        _shell = PowerShell.Create(engine.Runspace);
        _shell.AddScript(script);
        Output.DataAdded += (_, _) => _firstOutput.TrySetResult();
        _run = _shell.BeginInvoke<PSObject, PSObject>(null, Output);
    }

    /// <summary>The output so far.</summary>
    public PSDataCollection<PSObject> Output { get; } = [];

    public Task FirstOutput => _firstOutput.Task.WaitAsync(TimeSpan.FromSeconds(10));

    /// <summary>Waits until the script has completed.</summary>
    public void WaitForEnd() => _shell.EndInvoke(_run);

    /// <summary>Stops the script and returns how long that took.</summary>
    public TimeSpan Stop()
    {
        var begun = Stopwatch.GetTimestamp();
        _shell.Stop();
        Assert.Throws<PipelineStoppedException>(() => _shell.EndInvoke(_run));
        return Stopwatch.GetElapsedTime(begun);
    }

    public void Dispose() => _shell.Dispose();
}
