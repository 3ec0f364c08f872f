using System.Globalization;
using System.Text;

namespace Viam.Billing.Focus;

/// <summary>
/// Writes rows as RFC 4180 text: without a byte order mark, with LF, and with an empty field for null.
/// </summary>
/// <remarks>Only the quoting rule of a CSV library would be used, which doesn't justify a dependency.</remarks>
internal static class FocusText
{
    /// <summary>The length of the longest number or time, or more.</summary>
    private const int MaximumLength = 40;

    public static void AppendHeader(StringBuilder text, IReadOnlyList<FocusColumn> columns) =>
        text.AppendJoin(',', columns.Select(static column => column.Name)).Append('\n');

    public static void Append(StringBuilder text, FocusRow row, IReadOnlyList<FocusColumn> columns)
    {
        for (var i = 0; i < columns.Count; i++)
        {
            if (i > 0)
            {
                text.Append(',');
            }
            AppendValue(text, columns[i].Value(row));
        }
        text.Append('\n');
    }

    private static void AppendValue(StringBuilder text, object? value)
    {
        switch (value)
        {
            case string characters:
                AppendString(text, characters);
                break;
            case decimal number:
                AppendDecimal(text, number);
                break;
            case DateTime time:
                AppendTime(text, time);
                break;
            case bool flag:
                text.Append(flag ? "true" : "false");
                break;
            default:
                break;
        }
    }

    /// <summary>Always written with a point, because readers that infer column types treat 480 as an integer.</summary>
    private static void AppendDecimal(StringBuilder text, decimal number)
    {
        Span<char> buffer = stackalloc char[MaximumLength];
        number.TryFormat(buffer, out var length, provider: CultureInfo.InvariantCulture);
        var digits = buffer[..length];
        text.Append(digits).Append(digits.Contains('.') ? "" : ".0");
    }

    private static void AppendTime(StringBuilder text, DateTime time)
    {
        Span<char> buffer = stackalloc char[MaximumLength];
        // Such as 2026-11-26T23:30:00.
        time.TryFormat(buffer, out var length, "s", CultureInfo.InvariantCulture);
        text.Append(buffer[..length]).Append('Z');
    }

    private static void AppendString(StringBuilder text, string characters)
    {
        if (characters.AsSpan().IndexOfAny("\",\r\n") < 0 && characters.AsSpan().Trim().Length == characters.Length)
        {
            // Quoted, because an empty field is null.
            text.Append(characters.Length == 0 ? "\"\"" : characters);
            return;
        }
        text.Append('"').Append(characters.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
    }
}
