using System.Text.RegularExpressions;
using Viam.Billing.Tests.Support;

namespace Viam.Billing.Tests.Docs;

/// <summary>Pages use plain, standard technical English instead of phrases that need a second reading.</summary>
public sealed partial class PlainEnglishTests
{
    public static TheoryData<string> Pages =>
        [
            .. Directory
                .GetFiles(BuiltModule.RepositoryRoot, "*.md")
                .Concat(
                    Directory.GetFiles(
                        Path.Combine(BuiltModule.RepositoryRoot, "docs"),
                        "*.md",
                        SearchOption.AllDirectories
                    )
                )
                .Select(file => Path.GetRelativePath(BuiltModule.RepositoryRoot, file))
                .Order(StringComparer.Ordinal),
        ];

    [Theory]
    [MemberData(nameof(Pages))]
    public void PageContainsNoUnusualPhrase(string page) =>
        Assert.Empty(FindPhrases(File.ReadAllText(Path.Combine(BuiltModule.RepositoryRoot, page))));

    [Theory]
    [InlineData("Left out, it is the shared session.", "Left out")]
    [InlineData("It costs one call an organization.", "one call an organization")]
    [InlineData("An organization that cannot be read is an error of its own.", "of its own")]
    [InlineData("See the service's words.", "the service's words")]
    [InlineData("`-WhatIf` tells what would be done.", "tells")]
    [InlineData("Emits the session.", "Emits")]
    [InlineData("Replaces files that are there.", "that are there")]
    [InlineData("What became of a charge.", "What became of")]
    [InlineData("If omitted, the shared session is used.", null)]
    [InlineData("```text\nwhat a program tells\n```", null)]
    public void UnusualPhraseIsFound(string text, string? phrase) =>
        Assert.Equal(phrase is null ? [] : [phrase], FindPhrases(text));

    private static IEnumerable<string> FindPhrases(string page) =>
        PhrasePattern().Matches(CodePattern().Replace(page, "")).Select(static match => match.Value);

    [GeneratedRegex(@"^ *```.*?^ *```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex CodePattern();

    [GeneratedRegex(
        @"\bof (its|their) own\b|\bleft out\b|\btells?\b|\bis told\b|\bgoes (on|ahead)\b|\bstands? (in|for)\b"
            + @"|\b(whoever|whatever|somebody)\b|\bwhat (became|comes|came) of\b|\bon the spot\b|\bemits?\b"
            + @"|\bthe (service|server)'s words\b|\bthat (is|are) there\b|\b(one|a) (call|row|file) an? [a-z]+",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex PhrasePattern();
}
