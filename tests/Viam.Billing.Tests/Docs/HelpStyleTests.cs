using System.Globalization;
using System.Management.Automation;
using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Viam.Billing.Commands;
using Viam.Billing.Tests.Support;
using Viam.Billing.Tests.Support.Engine;

namespace Viam.Billing.Tests.Docs;

/// <summary>The help follows the conventions of PowerShell help and fits a terminal of 80 columns.</summary>
[Collection(EngineCollection.Name)]
public sealed partial class HelpStyleTests
{
    private const string OnlineFolder = "https://github.com/viam-billing/Viam.Billing/blob/main/docs/en-US/";

    /// <summary>Get-Help indents the code of an example by up to eight columns.</summary>
    private const int MaxCodeWidth = 71;

    private const int MaxSyntaxWidth = 79;

    /// <summary>Get-Help shows a title with its number, dashes on both sides, and an indentation.</summary>
    private const int MaxTitleWidth = 45;

    private static readonly XNamespace s_command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace s_maml = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace s_dev = "http://schemas.microsoft.com/maml/dev/2004/10";
    private static readonly string s_pages = Path.Combine(BuiltModule.RepositoryRoot, "docs", "en-US");
    private static readonly Dictionary<string, XElement> s_help = XDocument
        .Load(Path.Combine(BuiltModule.Folder, "en-US", "Viam.Billing.dll-Help.xml"))
        .Root!.Elements(s_command + "command")
        .ToDictionary(command => command.Element(s_command + "details")!.Element(s_command + "name")!.Value);

    private static readonly Type[] s_types = typeof(GetViamInvoiceCommand).Assembly.GetTypes();

    public static TheoryData<string> Cmdlets => [.. s_help.Keys];

    public static TheoryData<string> Topics =>
        [.. Directory.GetFiles(s_pages, "about_*.md").Select(file => Path.GetFileNameWithoutExtension(file)!)];

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void SynopsisBeginsWithVerb(string cmdlet) =>
        Assert.Matches(@"^[A-Z][a-z]+s [^\n]+\.$", SynopsisPattern().Match(ReadPage(cmdlet)).Groups["text"].Value);

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void EveryExampleHasRemarkAndFitsTerminal(string cmdlet)
    {
        var examples = ExamplePattern().Matches(ReadPage(cmdlet));

        Assert.NotEmpty(examples);
        foreach (var example in examples.AsEnumerable())
        {
            Assert.InRange(example.Groups["title"].Length, 1, MaxTitleWidth);
            Assert.All(example.Groups["code"].Value.Split('\n'), line => Assert.InRange(line.Length, 0, MaxCodeWidth));
            Assert.Matches(@"^[A-Z].*\.$", example.Groups["remark"].Value);
        }
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void ParameterDescriptionBeginsWithStandardWord(string cmdlet) =>
        Assert.All(
            ParameterPattern().Matches(ReadPage(cmdlet)),
            parameter =>
                Assert.Matches("^(Specifies |Indicates that |Prompts for |Shows what )", parameter.Groups["text"].Value)
        );

    [Theory]
    [InlineData("Session", "Disconnect-ViamBilling")]
    [InlineData("Confirm")]
    [InlineData("WhatIf")]
    public void SharedParameterHasSameDescriptionOnEveryPage(string name, params string[] except)
    {
        var descriptions = s_help
            .Keys.Except(except)
            .SelectMany(cmdlet => ParameterPattern().Matches(ReadPage(cmdlet)))
            .Where(parameter => parameter.Groups["name"].Value == name)
            .Select(parameter => parameter.Groups["text"].Value);

        Assert.Single(descriptions.Distinct());
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void EveryParameterHasDefaultValueOfPage(string cmdlet)
    {
        var onPage = ParameterPattern()
            .Matches(ReadPage(cmdlet))
            .Select(parameter => (parameter.Groups["name"].Value, parameter.Groups["default"].Value));
        var inHelp = Parameters(cmdlet)
            .Select(parameter =>
                (parameter.Element(s_maml + "name")!.Value, parameter.Element(s_dev + "defaultValue")?.Value ?? "")
            );

        Assert.Equal(onPage, inHelp);
    }

    [Fact]
    public void NumericDefaultValuesAreThoseOfCmdlets()
    {
        using var engine = new PowerShellEngine();
        var cmdlets = engine
            .Run("Get-Command -Module Viam.Billing | ForEach-Object { $null = $_.Parameters; $_ }")
            .Of<CmdletInfo>();
        var compared = 0;
        foreach (var cmdlet in cmdlets)
        {
            var instance = Activator.CreateInstance(cmdlet.ImplementingType)!;
            foreach (var parameter in ParameterPattern().Matches(ReadPage(cmdlet.Name)).AsEnumerable())
            {
                var property = cmdlet.ImplementingType.GetProperty(parameter.Groups["name"].Value);
                if (property?.GetValue(instance) is not (int or decimal) || parameter.Groups["default"].Value == "None")
                {
                    continue;
                }
                var value = Convert.ToString(property.GetValue(instance), CultureInfo.InvariantCulture);
                Assert.Equal(
                    (cmdlet.Name, property.Name, value),
                    (cmdlet.Name, property.Name, parameter.Groups["default"].Value)
                );
                compared++;
            }
        }
        Assert.True(compared > 10, $"{compared} default values were compared.");
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void ParameterTypesAreShort(string cmdlet) =>
        Assert.All(
            Parameters(cmdlet).SelectMany(parameter => parameter.Elements(s_command + "parameterValue")),
            type => Assert.Matches(@"^\w+(\[\])?$", type.Value)
        );

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void SyntaxFitsTerminal(string cmdlet) =>
        Assert.All(
            SyntaxPattern().Match(ReadPage(cmdlet)).Value.Split('\n'),
            line => Assert.InRange(line.Length, 0, MaxSyntaxWidth)
        );

    /// <summary>Get-Help shows the marks of Markdown as they are.</summary>
    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void HelpTextContainsNoMarkdown(string cmdlet) =>
        Assert.All(
            s_help[cmdlet].Descendants(s_maml + "para").Select(paragraph => paragraph.Value),
            text => Assert.DoesNotMatch(@"[`<>]|\*\*|\]\(", text)
        );

    /// <summary>
    /// Get-Help -Online opens the first link, or without help files the address that the cmdlet declares.
    /// </summary>
    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void OnlineVersionIsPage(string cmdlet)
    {
        var page = $"{OnlineFolder}{cmdlet}.md";
        var type = s_types.Single(type => NameOf(type) == cmdlet);
        var link = s_help[cmdlet].Element(s_command + "relatedLinks")!.Elements().First();

        Assert.Equal(page, HelpUriPattern().Match(ReadPage(cmdlet)).Groups["uri"].Value);
        Assert.Equal(page, link.Element(s_maml + "uri")!.Value);
        Assert.Equal(page, type.GetCustomAttribute<CmdletAttribute>()!.HelpUri);
    }

    [Theory]
    [MemberData(nameof(Topics))]
    public void TopicHasSynopsisOnOneLineAndFitsTerminal(string topic)
    {
        var lines = File.ReadAllLines(Path.Combine(BuiltModule.Folder, "en-US", topic + ".help.txt"));

        // Get-Help takes the synopsis from line 5.
        Assert.Matches(@"^    [A-Z].*\.$", lines[4]);
        Assert.Equal("", lines[5]);
        Assert.All(lines, line => Assert.InRange(line.Length, 0, 80));
    }

    private static string? NameOf(Type type) =>
        type.GetCustomAttribute<CmdletAttribute>() is { } cmdlet ? $"{cmdlet.VerbName}-{cmdlet.NounName}" : null;

    private static string ReadPage(string cmdlet) =>
        File.ReadAllText(Path.Combine(s_pages, cmdlet + ".md")).ReplaceLineEndings("\n");

    private static IEnumerable<XElement> Parameters(string cmdlet) =>
        s_help[cmdlet].Element(s_command + "parameters")!.Elements();

    [GeneratedRegex(@"^## SYNOPSIS\n\n(?<text>.*?)\n\n", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex SynopsisPattern();

    [GeneratedRegex(@"^HelpUri: (?<uri>\S+)$", RegexOptions.Multiline)]
    private static partial Regex HelpUriPattern();

    [GeneratedRegex(@"^## SYNTAX\n.*?(?=^## )", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex SyntaxPattern();

    [GeneratedRegex(
        @"^### Example \d+: (?<title>[^\n]+)\n\n```powershell\n(?<code>.*?)\n```\n\n(?<remark>[^\n]*)",
        RegexOptions.Multiline | RegexOptions.Singleline
    )]
    private static partial Regex ExamplePattern();

    [GeneratedRegex(
        @"^### -(?<name>\w+)\n\n(?<text>.*?)\n\n```yaml\nType: [^\n]+\nDefaultValue: (?<default>[^\n]+)\n",
        RegexOptions.Multiline | RegexOptions.Singleline
    )]
    private static partial Regex ParameterPattern();
}
