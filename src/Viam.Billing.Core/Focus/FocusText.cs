using System.Globalization;
using System.Text;

namespace Viam.Billing.Focus;

/// <summary>
/// Writes rows as RFC 4180 text: without a byte order mark, with LF, and with an empty field for null.
/// </summary>
/// <remarks>Only the quoting rule of a CSV library would be used, which doesn't justify a dependency.</remarks>
internal static class FocusText
{
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
                text.Append(CultureInfo.InvariantCulture, $"{time:yyyy-MM-dd'T'HH:mm:ss'Z'}");
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
        var digits = number.ToString(CultureInfo.InvariantCulture);
        text.Append(digits).Append(digits.Contains('.') ? "" : ".0");
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
