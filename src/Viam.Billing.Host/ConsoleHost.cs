using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;

namespace Viam.Billing.Host;

/// <summary>What the engine knows of this program: its name, its console, and whether it was told to exit.</summary>
internal sealed class ConsoleHost(ConsoleHostUI ui) : PSHost
{
    private int _nesting;
    private bool _leaveNested;

    public override Guid InstanceId { get; } = Guid.NewGuid();

    public override string Name => "Viam.Billing.Host";

    public override Version Version { get; } = typeof(ConsoleHost).Assembly.GetName().Version ?? new Version(0, 0);

    public override CultureInfo CurrentCulture => CultureInfo.CurrentCulture;

    public override CultureInfo CurrentUICulture => CultureInfo.CurrentUICulture;

    public override ConsoleHostUI UI => ui;

    /// <summary>The code that a script asked the program to exit with; <see langword="null"/> until it does.</summary>
    public int? RequestedExitCode { get; private set; }

    /// <summary>Whether the prompt that is read from at the moment has to end.</summary>
    public bool ShouldLeavePrompt => _leaveNested || RequestedExitCode is not null;

    public bool IsNested => _nesting > 0;

    /// <summary>Runs a prompt inside a pipeline that waits; for somebody who answers a question with Suspend.</summary>
    public Action? RunNestedPrompt { get; set; }

    public override void SetShouldExit(int exitCode)
    {
        // 'exit' at a nested prompt goes back to the pipeline that waits.
        if (IsNested)
            _leaveNested = true;
        else
            RequestedExitCode = exitCode;
    }

    /// <summary>Ends the program, from however deep, as soon as the pipeline has stopped.</summary>
    public void Terminate(int exitCode) => RequestedExitCode = exitCode;

    public override void EnterNestedPrompt()
    {
        if (RunNestedPrompt is null || !UI.CanAsk)
            throw new PSNotSupportedException("There is no terminal to show a nested prompt at.");

        _nesting++;
        try
        {
            RunNestedPrompt();
        }
        finally
        {
            _nesting--;
            _leaveNested = false;
        }
    }

    public override void ExitNestedPrompt() => _leaveNested = IsNested;

    // Only a host that hands the screen over to a program's full-screen display has something to save here.
    public override void NotifyBeginApplication()
    {
    }

    public override void NotifyEndApplication()
    {
    }
}
