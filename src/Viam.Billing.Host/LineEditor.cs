using System.Security;
using System.Text;

namespace Viam.Billing.Host;

/// <summary>
/// Reads a line from the terminal key by key. <see cref="Console.ReadLine"/> would go on waiting after Ctrl+C, and keep what was typed before it.
/// </summary>
internal static class LineEditor
{
    /// <returns>The line; <see langword="null"/> when the input was ended (Ctrl+D on an empty line).</returns>
    /// <exception cref="OperationCanceledException">Ctrl+C.</exception>
    public static string? ReadLine()
    {
        var line = new StringBuilder();
        return Edit(Add, Remove, line.ToString) ? line.ToString() : null;

        // A tab comes from pasted code, where a space does as well and takes one column.
        void Add(char character) => line.Append(character == '\t' ? ' ' : character);

        void Remove() => line.Length -= line.Length > 1 && char.IsLowSurrogate(line[^1]) ? 2 : 1;
    }

    /// <summary>Shows a star for each character; none of them is ever part of a string.</summary>
    /// <inheritdoc cref="ReadLine"/>
    public static SecureString? ReadSecret()
    {
        var secret = new SecureString();
        if (!Edit(secret.AppendChar, () => secret.RemoveAt(secret.Length - 1), () => new string('*', secret.Length)))
            return null;

        secret.MakeReadOnly();
        return secret;
    }

    private static bool Edit(Action<char> add, Action remove, Func<string> shown)
    {
        bool before = Console.TreatControlCAsInput;
        Console.TreatControlCAsInput = true;
        try
        {
            int origin = Console.CursorLeft;
            while (true)
            {
                ConsoleKeyInfo key = Console.ReadKey(intercept: true);
                string text = shown();
                switch (key)
                {
                    case { Key: ConsoleKey.Enter }:
                        Console.Out.WriteLine();
                        return true;
                    case { Key: ConsoleKey.C, Modifiers: ConsoleModifiers.Control }:
                        Console.Out.WriteLine("^C");
                        throw new OperationCanceledException();
                    case { Key: ConsoleKey.D, Modifiers: ConsoleModifiers.Control } when text.Length == 0:
                        Console.Out.WriteLine();
                        return false;
                    case { Key: ConsoleKey.Backspace } when text.Length > 0:
                        remove();
                        Redraw(origin, text.Length, shown());
                        break;
                    case { KeyChar: '\t' }:
                    case { KeyChar: var character } when !char.IsControl(character):
                        add(key.KeyChar);
                        Console.Out.Write(shown()[^1]);
                        break;
                }
            }
        }
        finally
        {
            Console.TreatControlCAsInput = before;
        }
    }

    // A backspace does not climb to the row above, so the whole line is drawn anew from where it began.
    private static void Redraw(int origin, int oldLength, string text)
    {
        int rows = (origin + oldLength - 1) / Math.Max(1, Console.WindowWidth);
        string up = rows > 0 ? $"\u001b[{rows}A" : "";
        string right = origin > 0 ? $"\u001b[{origin}C" : "";
        Console.Out.Write($"\r{up}{right}\u001b[J{text}");
    }
}
