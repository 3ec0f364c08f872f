using System.Text.RegularExpressions;
using Viam.Billing.Tests.Support;

namespace Viam.Billing.Tests.Docs;

/// <summary>The help lists the properties of the objects that cmdlets return.</summary>
public sealed partial class HelpOutputTests
{
    private static readonly string s_pages = Path.Combine(BuiltModule.RepositoryRoot, "docs", "en-US");

    /// <summary>Page, type, and the listed properties in order.</summary>
    public static TheoryData<string, string, string[]> Lists =>
        [
            .. from file in Directory.GetFiles(s_pages, "*-Viam*.md").Order(StringComparer.Ordinal)
            from list in ListPattern().Matches(File.ReadAllText(file).ReplaceLineEndings("\n"))
            let names = NamePattern().Matches(RemarkPattern().Replace(list.Groups["names"].Value, ""))
            select new TheoryDataRow<string, string, string[]>(
                Path.GetFileNameWithoutExtension(file),
                list.Groups["type"].Value,
                [.. names.Select(static name => name.Value)]
            ),
        ];

    [Theory]
    [MemberData(nameof(Lists))]
    public void HelpListsPropertiesOfOutputInOrder(string page, string type, string[] names)
    {
        var properties = typeof(Invoice).Assembly.GetType(type, throwOnError: true)!.GetProperties();

        Assert.Equal(
            (page, type, string.Join(", ", properties.Select(property => property.Name))),
            (page, type, string.Join(", ", names))
        );
    }

    [Fact]
    public void EveryListIsFound() =>
        Assert.Equal(
            Directory
                .GetFiles(s_pages, "*-Viam*.md")
                .Sum(file => Regex.Count(File.ReadAllText(file), "returns one object per [a-z]+ with the properties ")),
            Lists.Count
        );

    [GeneratedRegex(
        @"^### (?<type>Viam\.Billing\.\w+)\n\n"
            + @"[^\n]*?returns one object per [a-z]+ with the properties (?<names>[^.]+)\.",
        RegexOptions.Multiline
    )]
    private static partial Regex ListPattern();

    /// <summary>Remarks in parentheses, such as the unit.</summary>
    [GeneratedRegex(@" \([^)]+\)")]
    private static partial Regex RemarkPattern();

    [GeneratedRegex(@"\b(?!and\b)\w+")]
    private static partial Regex NamePattern();
}
