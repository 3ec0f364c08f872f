using System.Globalization;
using System.Management.Automation;

namespace Viam.Billing.Host;

/// <summary>Progress as one line of the terminal that is written over and over. In a file it would only be in the way.</summary>
internal sealed class ProgressLine(ConsoleTerminal terminal)
{
    private const long MinimumInterval = 100; // milliseconds: nobody reads faster

    private bool _visible;
    private long _written = long.MinValue / 2;

    public void Show(ProgressRecord record)
    {
        if (!terminal.HasEscapes)
            return;

        if (record.RecordType == ProgressRecordType.Completed)
        {
            Clear();
            return;
        }

        long now = Environment.TickCount64;
        if (now - _written < MinimumInterval)
            return;

        _written = now;
        _visible = true;
        Console.Out.Write($"\r{Fit(Describe(record), terminal.Width - 1)}\u001b[K");
    }

    public void Clear()
    {
        if (!_visible)
            return;

        _visible = false;
        _written = long.MinValue / 2;
        Console.Out.Write("\r\u001b[K");
    }

    private static string Describe(ProgressRecord record)
    {
        string percent = record.PercentComplete >= 0 ? string.Create(CultureInfo.CurrentCulture, $"{record.PercentComplete,3}% ") : "";
        string operation = string.IsNullOrEmpty(record.CurrentOperation) ? "" : $" ({record.CurrentOperation})";
        return $"{percent}{record.Activity}: {record.StatusDescription}{operation}".ReplaceLineEndings(" ");
    }

    private static string Fit(string text, int width) => text.Length <= width ? text : text[..Math.Max(0, width)];
}
