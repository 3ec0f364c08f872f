using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace Viam.Billing.Host;

/// <summary>Runs pipelines one after the other in one runspace, prints what they emit, and keeps what the last of them means for the exit code.</summary>
internal sealed class ScriptRunner(Runspace runspace, ConsoleHost host)
{
    private readonly Lock _gate = new();
    private PowerShell? _running;
    private bool _stopping;
    private int _outcome = Host.ExitCode.Success;

    /// <summary>What a script asked for with <c>exit</c>, or else how the last run went.</summary>
    public int ExitCode => host.RequestedExitCode ?? _outcome;

    public bool ImportModule(string manifest)
    {
        using PowerShell shell = CreateShell();
        shell.AddCommand("Import-Module").AddParameter("Name", manifest).AddParameter("ErrorAction", ActionPreference.Stop);
        return Run(shell, keepStatus: false);
    }

    /// <returns>Whether the last statement succeeded.</returns>
    public bool RunText(string text)
    {
        using PowerShell shell = CreateShell();
        shell.AddScript(text);
        return Run(shell) && Judge(LastSucceeded ? Host.ExitCode.Success : Host.ExitCode.Failure);
    }

    /// <param name="path">Full path of the script.</param>
    /// <param name="arguments">What stood after it on the command line.</param>
    /// <returns>Whether the script came to its end, and without asking for an exit code other than 0.</returns>
    public bool RunFile(string path, IReadOnlyList<string> arguments)
    {
        string[] words = ["&", ScriptArgument.Literal(path), .. arguments.Select(ScriptArgument.Quote)];
        using PowerShell shell = CreateShell();
        shell.AddScript(string.Join(' ', words));

        // 'exit 3' in a script file ends the script alone and leaves its code in $LASTEXITCODE, with $? false.
        // Without a code it never began: it does not parse, or was given what it does not take.
        return Run(shell) && Judge(LastSucceeded ? Host.ExitCode.Success : Variable("LASTEXITCODE") as int? ?? Host.ExitCode.Failure);
    }

    /// <summary>Asks the pipeline that runs to stop. May be called on any thread.</summary>
    /// <returns>Whether there is one that was not asked before.</returns>
    public bool Stop()
    {
        lock (_gate)
        {
            if (_running is null || _stopping)
                return false;

            _stopping = true;
            _running.BeginStop(callback: null, state: null);
            return true;
        }
    }

    private bool StopWasAsked
    {
        get
        {
            lock (_gate)
                return _stopping;
        }
    }

    // While a pipeline waits for a nested prompt, its variables cannot be read; nor does an exit code hang on that prompt.
    private bool LastSucceeded => host.IsNested || Variable("?") is true;

    private object? Variable(string name) => runspace.SessionStateProxy.GetVariable(name);

    private bool Judge(int exitCode)
    {
        _outcome = exitCode;
        return exitCode == Host.ExitCode.Success;
    }

    private PowerShell CreateShell()
    {
        if (host.IsNested)
            return PowerShell.Create(RunspaceMode.CurrentRunspace);

        PowerShell shell = PowerShell.Create();
        shell.Runspace = runspace;
        return shell;
    }

    private bool Run(PowerShell shell, bool keepStatus = true)
    {
        PowerShell? outer = Enter(shell);
        try
        {
            Print(shell, keepStatus);

            // Not every stop comes out as an exception: a program that was waited for may end by the same signal first.
            return Judge(StopWasAsked ? Host.ExitCode.Interrupted : Host.ExitCode.Success);
        }
        catch (PipelineStoppedException)
        {
            return Judge(Host.ExitCode.Interrupted);
        }
        catch (RuntimeException problem)
        {
            Show(problem.ErrorRecord);
            return Judge(Host.ExitCode.Failure);
        }
        finally
        {
            Leave(outer);
            host.UI.EndProgress();
        }
    }

    // Objects and errors go down one pipe, so that they are printed in the order in which they came.
    // $? keeps what a pipeline made of it only if the pipeline is one for the history, as what somebody typed is.
    private static void Print(PowerShell shell, bool keepStatus)
    {
        shell.Commands.Commands[0].MergeMyResults(PipelineResultTypes.Error, PipelineResultTypes.Output);
        shell.AddCommand("Out-Default");
        shell.Invoke(input: null, new PSInvocationSettings { AddToHistory = keepStatus });
    }

    // Printed by the engine's own view of errors. Writing the record anew would lose where it came from.
    private void Show(ErrorRecord error)
    {
        if (error.InvocationInfo is null)
        {
            // That view shows nothing of an error that comes from nowhere, such as a text that ends too early.
            host.UI.WriteErrorLine($"{error.CategoryInfo.Category}: {error}");
            return;
        }

        using PowerShell shell = CreateShell();
        shell.AddCommand("Out-Default").AddParameter("InputObject", error);
        host.UI.WriteAsErrors(() => shell.Invoke());
    }

    private PowerShell? Enter(PowerShell shell)
    {
        lock (_gate)
        {
            PowerShell? outer = _running;
            _running = shell;
            _stopping = false;
            return outer;
        }
    }

    private void Leave(PowerShell? outer)
    {
        lock (_gate)
        {
            _running = outer;
            _stopping = false;
        }
    }
}
