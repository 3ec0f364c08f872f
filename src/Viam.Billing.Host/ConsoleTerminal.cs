using System.Globalization;

namespace Viam.Billing.Host;

/// <summary>What the standard streams are joined to, and so what may be done with them.</summary>
internal sealed class ConsoleTerminal
{
    private const int DefaultWidth = 120;
    private const int DefaultHeight = 50;

    private readonly bool _colorWanted = string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));

    public bool IsInput { get; } = !Console.IsInputRedirected;

    public bool IsOutput { get; } = !Console.IsOutputRedirected;

    public bool IsError { get; } = !Console.IsErrorRedirected;

    /// <summary>Whether there is somebody who sees a question and can answer it.</summary>
    public bool CanAsk => IsInput && IsOutput;

    /// <summary>Whether output obeys escape sequences.</summary>
    public bool HasEscapes { get; } =
        !Console.IsOutputRedirected
        && Environment.GetEnvironmentVariable("TERM") != "dumb"
        && (!OperatingSystem.IsWindows() || WindowsConsole.TryEnableEscapeSequences());

    /// <summary>Whether output is to be coloured (https://no-color.org).</summary>
    public bool HasColor => HasEscapes && _colorWanted;

    /// <summary>In columns. Output that goes to a file is as wide as COLUMNS says.</summary>
    public int Width => IsOutput
        ? Positive(Console.WindowWidth, DefaultWidth)
        : int.TryParse(Environment.GetEnvironmentVariable("COLUMNS"), CultureInfo.InvariantCulture, out int columns)
            ? Positive(columns, DefaultWidth)
            : DefaultWidth;

    /// <summary>In lines.</summary>
    public int Height => IsOutput ? Positive(Console.WindowHeight, DefaultHeight) : DefaultHeight;

    // A pseudo terminal that nobody gave a size says 0.
    private static int Positive(int size, int otherwise) => size > 0 ? size : otherwise;
}
