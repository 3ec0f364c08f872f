using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Runtime.InteropServices;
using Microsoft.PowerShell;

namespace Viam.Billing.Host;

internal static class Program
{
    private static int Main(string[] args)
    {
        try
        {
            HostOptions options = HostOptions.Parse(args);
            if (options.Mode == HostMode.Help)
            {
                Console.Out.WriteLine(HostOptions.Usage);
                return ExitCode.Success;
            }

            return Run(options, BuiltModule.FindManifest(AppContext.BaseDirectory));
        }
        catch (UsageException problem)
        {
            Console.Error.WriteLine(problem.Message);
            Console.Error.WriteLine();
            Console.Error.WriteLine(HostOptions.Usage);
            return ExitCode.Usage;
        }
        catch (FileNotFoundException problem)
        {
            Console.Error.WriteLine(problem.Message);
            return ExitCode.Failure;
        }
    }

    private static int Run(HostOptions options, string manifest)
    {
        // The engine reports its use to Microsoft unless told otherwise; a billing tool calls nobody but the service it bills by.
        Environment.SetEnvironmentVariable("POWERSHELL_TELEMETRY_OPTOUT", "1");

        var terminal = new ConsoleTerminal();
        var host = new ConsoleHost(new ConsoleHostUI(terminal));
        PSStyle.Instance.OutputRendering = terminal.HasColor ? OutputRendering.Host : OutputRendering.PlainText;

        using Runspace runspace = OpenRunspace(host);
        var runner = new ScriptRunner(runspace, host);
        var prompt = new PromptLoop(runner, host, terminal);
        host.UI.Interrupted = () => runner.Stop();
        host.RunNestedPrompt = prompt.Run;

        // With nothing to stop, or on the second signal, the process ends as it would without us.
        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => signal.Cancel = runner.Stop());
        using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal =>
        {
            host.Terminate(ExitCode.Terminated);
            signal.Cancel = runner.Stop();
        });

        if (!runner.ImportModule(manifest))
            return runner.ExitCode;

        switch (options.Mode)
        {
            case HostMode.Tour:
                new EchoedScript(runner, host).Run(Path.Combine(AppContext.BaseDirectory, "Tour.ps1"));
                break;
            case HostMode.Command:
                runner.RunText(options.Text);
                break;
            case HostMode.File:
                runner.RunFile(options.Text, options.Arguments ?? []);
                break;
            case HostMode.Interactive:
                prompt.Run();
                break;
        }

        return runner.ExitCode;
    }

    private static Runspace OpenRunspace(ConsoleHost host)
    {
        InitialSessionState state = InitialSessionState.CreateDefault2();
        if (OperatingSystem.IsWindows())
            state.ExecutionPolicy = ExecutionPolicy.Bypass;

        Runspace runspace = RunspaceFactory.CreateRunspace(host, state);
        runspace.ThreadOptions = PSThreadOptions.UseCurrentThread;
        runspace.Open();
        return runspace;
    }
}
