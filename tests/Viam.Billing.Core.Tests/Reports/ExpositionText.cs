using System.Globalization;
using System.Text.RegularExpressions;

namespace Viam.Billing.Core.Tests.Reports;

/// <summary>
/// Reads the text format of Prometheus by its grammar, and checks what promtool does: help and type come once and
/// before the samples, samples of a metric are together, none occurs twice, and names follow the conventions.
/// </summary>
internal static partial class ExpositionText
{
    public static IReadOnlyList<Sample> Parse(string text)
    {
        Assert.True(text.Length == 0 || text.EndsWith('\n'), "The last line has no end.");
        var samples = new List<Sample>();
        var (help, type, closed) = (new HashSet<string>(), new HashSet<string>(), new HashSet<string>());
        var current = "";
        foreach (var line in text.Split('\n')[..^1])
        {
            if (HelpLine().Match(line) is { Success: true } helpLine)
            {
                Assert.True(help.Add(helpLine.Groups["name"].Value), line);
                Assert.True(current.Length == 0 || closed.Add(current), line);
                current = helpLine.Groups["name"].Value;
            }
            else if (TypeLine().Match(line) is { Success: true } typeLine)
            {
                Assert.Equal(current, typeLine.Groups["name"].Value);
                Assert.True(type.Add(current), line);
            }
            else
            {
                var sample = ParseSample(line);
                Assert.True(sample.Name == current && type.Contains(current) && !closed.Contains(current), line);
                Assert.DoesNotContain(samples, other => IsSame(other, sample));
                samples.Add(sample);
            }
        }
        Assert.All(help, static name => Assert.Matches("^[a-z]+(_[a-z]+)*_(dollars|seconds|success)$", name));
        return samples;
    }

    private static Sample ParseSample(string line)
    {
        var match = SampleLine().Match(line);
        Assert.True(match.Success, line);
        var labels = new Dictionary<string, string>();
        foreach (Match label in Label().Matches(match.Groups["labels"].Value))
        {
            Assert.True(labels.TryAdd(label.Groups["name"].Value, Unescape(label.Groups["value"].Value)), line);
        }
        return new Sample(
            match.Groups["name"].Value,
            labels,
            double.Parse(match.Groups["value"].Value, NumberStyles.Float, CultureInfo.InvariantCulture)
        );
    }

    private static string Unescape(string value) =>
        Escape().Replace(value, static match => match.Value == @"\n" ? "\n" : match.Value[1..]);

    private static bool IsSame(Sample one, Sample other) =>
        one.Name == other.Name && one.Labels.Count == other.Labels.Count && !one.Labels.Except(other.Labels).Any();

    [GeneratedRegex(@"^# HELP (?<name>[a-zA-Z_:][a-zA-Z0-9_:]*) (?:[^\\\n]|\\\\|\\n)+$")]
    private static partial Regex HelpLine();

    [GeneratedRegex(@"^# TYPE (?<name>[a-zA-Z_:][a-zA-Z0-9_:]*) gauge$")]
    private static partial Regex TypeLine();

    // Without a timestamp at the end, which the textfile collector refuses.
    [GeneratedRegex(
        @"^(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)\{(?<labels>(?:[a-zA-Z_][a-zA-Z0-9_]*=""(?:[^""\\\n]|\\[\\""n])*"",?)*)"
            + @"\} (?<value>-?[0-9]+(?:\.[0-9]+)?)$"
    )]
    private static partial Regex SampleLine();

    [GeneratedRegex(@"(?<name>[a-zA-Z_][a-zA-Z0-9_]*)=""(?<value>(?:[^""\\\n]|\\[\\""n])*)""")]
    private static partial Regex Label();

    [GeneratedRegex(@"\\[\\""n]")]
    private static partial Regex Escape();
}
