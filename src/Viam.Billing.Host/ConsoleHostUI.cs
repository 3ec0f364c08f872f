using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Management.Automation.Internal;
using System.Security;

namespace Viam.Billing.Host;

/// <summary>Writes what pipelines print and reads what they ask for. Errors go to standard error, all else to standard output.</summary>
internal sealed class ConsoleHostUI : PSHostUserInterface
{
    private const char Escape = '\u001b';

    private readonly ConsoleTerminal _terminal;
    private readonly ProgressLine _progress;
    private readonly Questions _questions;
    private bool _asErrors;

    public ConsoleHostUI(ConsoleTerminal terminal)
    {
        _terminal = terminal;
        _progress = new ProgressLine(terminal);
        _questions = new Questions(this);
        RawUI = new ConsoleRawUI(terminal);
    }

    public override PSHostRawUserInterface RawUI { get; }

    public override bool SupportsVirtualTerminal => _terminal.HasColor;

    public bool CanAsk => _terminal.CanAsk;

    /// <summary>Called when Ctrl+C is pressed at a question, where it is a key and no signal.</summary>
    public Action? Interrupted { get; set; }

    public override void Write(string value)
    {
        _progress.Clear();
        Console.Out.Write(_terminal.HasColor ? value : Plain(value));
    }

    public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) =>
        Write(Color(foregroundColor, backgroundColor, value));

    public override void WriteLine() => WriteLine("");

    public override void WriteLine(string value)
    {
        if (_asErrors)
        {
            WriteErrorLine(value);
            return;
        }

        _progress.Clear();
        Console.Out.WriteLine(_terminal.HasColor ? value : Plain(value));
    }

    // The base class would send the line's end apart from the line.
    public override void WriteLine(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) =>
        WriteLine(Color(foregroundColor, backgroundColor, value));

    public override void WriteErrorLine(string value)
    {
        // The engine ends an error that has a position with an empty line; one error after the other then reads as many.
        if (string.IsNullOrEmpty(value))
            return;

        _progress.Clear();

        // The engine colours errors for standard output; standard error may be a file all the same.
        string line = _terminal.HasColor && _terminal.IsError ? Style(PSStyle.Instance.Formatting.Error, value) : Plain(value);
        Console.Error.WriteLine(line);
    }

    public override void WriteWarningLine(string message) => WriteLabelled("WARNING", PSStyle.Instance.Formatting.Warning, message);

    public override void WriteVerboseLine(string message) => WriteLabelled("VERBOSE", PSStyle.Instance.Formatting.Verbose, message);

    public override void WriteDebugLine(string message) => WriteLabelled("DEBUG", PSStyle.Instance.Formatting.Debug, message);

    public override void WriteProgress(long sourceId, ProgressRecord record) => _progress.Show(record);

    /// <summary>Sends to standard error each line that <paramref name="print"/> writes.</summary>
    public void WriteAsErrors(Action print)
    {
        _asErrors = true;
        try
        {
            print();
        }
        finally
        {
            _asErrors = false;
        }
    }

    /// <summary>Takes away what a pipeline left behind that stopped before its work was done.</summary>
    public void EndProgress() => _progress.Clear();

    public override string ReadLine() => Ask(LineEditor.ReadLine) ?? throw EndOfInput();

    public override SecureString ReadLineAsSecureString() => Ask(LineEditor.ReadSecret) ?? throw EndOfInput();

    public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> descriptions)
    {
        RequireTerminal();
        return _questions.AskFields(caption, message, descriptions);
    }

    public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice)
    {
        RequireTerminal();
        return _questions.AskChoice(caption, message, choices, defaultChoice);
    }

    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName) =>
        PromptForCredential(caption, message, userName, targetName, PSCredentialTypes.Default, PSCredentialUIOptions.Default);

    public override PSCredential PromptForCredential(
        string caption,
        string message,
        string userName,
        string targetName,
        PSCredentialTypes allowedCredentialTypes,
        PSCredentialUIOptions options)
    {
        RequireTerminal();
        return _questions.AskCredential(caption, message, userName);
    }

    private T? Ask<T>(Func<T?> read)
        where T : class
    {
        RequireTerminal();
        _progress.Clear();
        try
        {
            return read();
        }
        catch (OperationCanceledException)
        {
            Interrupted?.Invoke();
            throw new PipelineStoppedException();
        }
    }

    // An answer that nobody gave must neither be waited for nor made up: money may depend on it.
    private void RequireTerminal()
    {
        if (!CanAsk)
        {
            throw new HostException(
                "There is nobody to ask: input or output is not a terminal. Give the value as a parameter, or -Confirm:$false to go ahead unasked.",
                innerException: null,
                "PromptNotAvailable",
                ErrorCategory.ResourceUnavailable);
        }
    }

    private static HostException EndOfInput() =>
        new("The question was left without an answer.", innerException: null, "PromptNotAnswered", ErrorCategory.OperationStopped);

    private void WriteLabelled(string label, string style, string message) => WriteLine(Style(style, $"{label}: {message}"));

    private string Style(string style, string text) =>
        _terminal.HasColor && !text.Contains(Escape) ? $"{style}{text}{PSStyle.Instance.Reset}" : text;

    private string Color(ConsoleColor foreground, ConsoleColor background, string text)
    {
        if (!_terminal.HasColor)
            return text;

        // A terminal that does not tell its own colours says -1 for them, and they are then left alone.
        string front = Enum.IsDefined(foreground) ? PSStyle.MapForegroundColorToEscapeSequence(foreground) : "";
        string back = Enum.IsDefined(background) ? PSStyle.MapBackgroundColorToEscapeSequence(background) : "";
        return $"{front}{back}{text}{PSStyle.Instance.Reset}";
    }

    // The engine colours the heads of tables even where it was told to print plain text.
    private static string Plain(string text) =>
        text.Contains(Escape) ? new StringDecorated(text).ToString(OutputRendering.PlainText) : text;
}
