using System.Management.Automation;
using System.Text.RegularExpressions;

namespace Viam.Billing.Tests.Support.Engine;

/// <summary>Rows of text with commas, as Import-Csv returns them. Its module isn't part of the test engine.</summary>
internal static partial class Csv
{
    public static PSObject[] Read(string text)
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var header = Split(lines[0]);
        return
        [
            .. lines
                .Skip(1)
                .Select(line =>
                {
                    var row = new PSObject();
                    foreach (var (name, value) in header.Zip(Split(line)))
                    {
                        row.Properties.Add(new PSNoteProperty(name, value));
                    }
                    return row;
                }),
        ];
    }

    private static IEnumerable<string> Split(string line) =>
        Cell().Matches("," + line).Select(static match => match.Groups["quoted"].Value + match.Groups["plain"].Value);

    [GeneratedRegex(",(?:\"(?<quoted>[^\"]*)\"|(?<plain>[^,]*))", RegexOptions.ExplicitCapture)]
    private static partial Regex Cell();
}
