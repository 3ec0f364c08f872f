using System.Text;
using Viam.Billing.Focus;

namespace Viam.Billing.Core.Tests.Focus;

/// <summary>A strict reader of RFC 4180 with LF, so that what is written is read as other programs do.</summary>
internal static class FocusCsv
{
    public static string Write(IEnumerable<FocusRow> rows, FocusVersion version)
    {
        var text = new FocusText(FocusColumns.Of(version));
        text.AppendHeader();
        foreach (var row in rows)
        {
            text.Append(row);
        }
        return Encoding.UTF8.GetString(text.Written.Span);
    }

    public static IReadOnlyList<FocusTextRow> Parse(string text)
    {
        var lines = Lines(text).ToArray();
        return
        [
            .. lines
                .Skip(1)
                .Select(fields =>
                {
                    Assert.Equal(lines[0].Count, fields.Count);
                    var row = new FocusTextRow();
                    for (var i = 0; i < fields.Count; i++)
                    {
                        row.Add(lines[0][i]!, fields[i]);
                    }
                    return row;
                }),
        ];
    }

    private static IEnumerable<List<string?>> Lines(string text)
    {
        var fields = new List<string?>();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '"')
            {
                var field = new StringBuilder();
                for (i++; text[i] != '"' || (i + 1 < text.Length && text[i + 1] == '"'); i++)
                {
                    field.Append(text[i]);
                    i += text[i] == '"' ? 1 : 0;
                }
                fields.Add($"{field}");
                i++;
            }
            else
            {
                var end = text.AsSpan(i).IndexOfAny(",\n") + i;
                Assert.DoesNotContain('"', text[i..end]);
                fields.Add(end == i ? null : text[i..end]);
                i = end;
            }
            Assert.True(text[i] is ',' or '\n');
            if (text[i] == '\n')
            {
                yield return fields;
                fields = [];
            }
        }
        Assert.Empty(fields);
    }
}
