using System.Management.Automation.Language;
using System.Text;

namespace Viam.Billing.Host;

/// <summary>Reads commands and runs them until somebody leaves. From a pipe it reads without showing a prompt.</summary>
internal sealed class PromptLoop(ScriptRunner runner, ConsoleHost host, ConsoleTerminal terminal)
{
    public void Run()
    {
        while (!host.ShouldLeavePrompt && ReadCommand() is { } command)
        {
            if (!string.IsNullOrWhiteSpace(command))
                runner.RunText(command);
        }
    }

    private string? ReadCommand()
    {
        var command = new StringBuilder();
        while (true)
        {
            try
            {
                if (ReadLine(command.Length == 0 ? "PS> " : ">> ") is not { } line)
                    return command.Length == 0 ? null : command.ToString();

                command.AppendLine(line);
            }
            catch (OperationCanceledException)
            {
                command.Clear(); // Ctrl+C: what was typed so far is forgotten
                continue;
            }

            string text = command.ToString();
            Parser.ParseInput(text, out _, out ParseError[] errors);
            if (!errors.Any(error => error.IncompleteInput))
                return text;
        }
    }

    private string? ReadLine(string prompt)
    {
        if (!terminal.CanAsk)
            return Console.In.ReadLine();

        host.UI.Write(prompt);
        return LineEditor.ReadLine();
    }
}
