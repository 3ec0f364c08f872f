using System.Management.Automation;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Viam.Billing.Files;
using Viam.Billing.Tests.Support;
using Viam.Billing.Tests.Support.Engine;

namespace Viam.Billing.Tests.Docs;

/// <summary>The cmdlets, the pages in docs/en-US, and the module's help are consistent.</summary>
[Collection(EngineCollection.Name)]
public sealed partial class HelpTests
{
    private static readonly XNamespace s_command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace s_maml = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace s_dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    private static readonly IReadOnlyDictionary<string, CmdletInfo> s_cmdlets = ReadCmdlets();
    private static readonly IReadOnlyDictionary<string, XElement> s_help = XDocument
        .Load(Path.Combine(BuiltModule.Folder, "en-US", "Viam.Billing.dll-Help.xml"))
        .Root!.Elements(s_command + "command")
        .ToDictionary(command => command.Element(s_command + "details")!.Element(s_command + "name")!.Value);

    public static TheoryData<string> Names => [.. s_cmdlets.Keys];

    [Fact]
    public void PagesAndHelpExistForExactlyTheExportedCmdlets()
    {
        Assert.Equal(s_cmdlets.Keys.Order(), s_help.Keys.Order());
        Assert.Equal(
            s_cmdlets.Keys.Order(),
            Directory.GetFiles(Folder, "*-Viam*.md").Select(file => Path.GetFileNameWithoutExtension(file)!).Order()
        );
        Assert.All(
            s_cmdlets.Keys,
            name =>
                Assert.Contains(
                    $"[{name}]({name}.md)",
                    File.ReadAllText(Path.Combine(Folder, "Viam.Billing.md")),
                    StringComparison.Ordinal
                )
        );
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void HelpTextMatchesPage(string name)
    {
        var (page, help) = (Page(name), s_help[name]);

        Assert.Equal(
            Section(page, "SYNOPSIS"),
            help.Element(s_command + "details")!.Element(s_maml + "description")!.Value.Trim()
        );
        Assert.Equal(Words(Section(page, "DESCRIPTION")), Words(help.Element(s_maml + "description")!.Value));
        Assert.Equal(Words(Section(page, "NOTES")), Words(help.Element(s_maml + "alertSet")!.Value));
        Assert.Equal(
            Parameters()
                .Matches(Section(page, "PARAMETERS"))
                .Select(match => (match.Groups["name"].Value, Words(match.Groups["text"].Value))),
            HelpParameters(help).Select(parameter => (Text(parameter, "name"), Words(Text(parameter, "description"))))
        );
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void HelpParametersMatchCmdlet(string name)
    {
        var cmdlet = s_cmdlets[name];

        var fromHelp = HelpParameters(s_help[name])
            .Select(parameter =>
                string.Join(
                    " | ",
                    Text(parameter, "name"),
                    parameter.Element(s_dev + "type")!.Value.Trim(),
                    parameter.Attribute("position")!.Value.ToLowerInvariant(),
                    parameter.Attribute("pipelineInput")!.Value,
                    parameter.Attribute("aliases")!.Value,
                    parameter.Attribute("globbing")!.Value
                )
            );

        Assert.Equal(
            Own(cmdlet).Select(Describe).Order(StringComparer.OrdinalIgnoreCase),
            fromHelp.Order(StringComparer.OrdinalIgnoreCase)
        );
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void PageSyntaxContainsEveryParameterSet(string name)
    {
        var syntax = Section(Page(name), "SYNTAX");

        Assert.Equal(
            s_cmdlets[name].ParameterSets.Select(set => set.Name).Order(),
            SyntaxHeadings()
                .Matches(syntax)
                .Select(match => match.Groups[1].Value.Replace(" (Default)", "", StringComparison.Ordinal))
                .Order()
        );
        Assert.All(Own(s_cmdlets[name]), parameter => Assert.Matches($@"-{parameter.Name}\b", syntax));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void HelpExamplesMatchPage(string name)
    {
        var onPage = Examples()
            .Matches(Section(Page(name), "EXAMPLES"))
            .Select(match => match.Groups["code"].Value.Trim())
            .ToArray();
        var inHelp = s_help[name]
            .Descendants(s_dev + "code")
            .Select(code => code.Value.Replace("\r\n", "\n", StringComparison.Ordinal).Trim())
            .ToArray();

        Assert.True(onPage.Length >= 3, $"{onPage.Length} examples");
        Assert.Equal(onPage, inHelp);
        Assert.All(onPage, code => Assert.Contains(name, code, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void PageOutputsMatchCmdlet(string name)
    {
        var types = s_cmdlets[name].OutputType.Select(type => type.Name == "System.Void" ? "None" : type.Name);

        Assert.Equal(
            types.Order(),
            TypeHeadings().Matches(Section(Page(name), "OUTPUTS")).Select(match => match.Groups[1].Value).Order()
        );
    }

    [Fact]
    public void PagesContainNoPlaceholders() =>
        Assert.All(
            Directory.GetFiles(Folder, "*.md"),
            file => Assert.DoesNotContain("{{", File.ReadAllText(file), StringComparison.Ordinal)
        );

    [Theory]
    [InlineData("about_Viam.Billing")]
    [InlineData("about_Viam.Billing_Sessions")]
    [InlineData("about_Viam.Billing_Charging")]
    [InlineData("about_Viam.Billing_Analysis")]
    public void AboutTopicsMatchPages(string topic)
    {
        var page = File.ReadAllText(Path.Combine(Folder, topic + ".md"));
        var help = File.ReadAllText(Path.Combine(BuiltModule.Folder, "en-US", topic + ".help.txt"));

        // Word for word, except for heading marks and code fences.
        Assert.Equal(
            Words(Marks().Replace(page, "")).ToUpperInvariant(),
            Words(help.Replace("TOPIC", "", StringComparison.Ordinal)).ToUpperInvariant()
        );
    }

    private static string Folder => Path.Combine(BuiltModule.RepositoryRoot, "docs", "en-US");

    private static string Page(string name) =>
        File.ReadAllText(Path.Combine(Folder, name + ".md")).Replace("\r\n", "\n", StringComparison.Ordinal);

    private static string Section(string page, string heading)
    {
        var section = Regex.Match(
            page,
            $@"^## {heading}\n(.*?)(?=^## |\z)",
            RegexOptions.Multiline | RegexOptions.Singleline
        );
        Assert.True(section.Success, heading);
        return section.Groups[1].Value.Trim();
    }

    private static string Words(string text) => Spaces().Replace(text, " ").Trim();

    private static IEnumerable<XElement> HelpParameters(XElement help) =>
        help.Element(s_command + "parameters")!.Elements(s_command + "parameter");

    private static string Text(XElement parameter, string name) => parameter.Element(s_maml + name)!.Value.Trim();

    private static IEnumerable<ParameterMetadata> Own(CmdletInfo cmdlet) =>
        cmdlet.Parameters.Values.Where(parameter => !Cmdlet.CommonParameters.Contains(parameter.Name));

    private static string Describe(ParameterMetadata parameter)
    {
        var sets = parameter.ParameterSets.Values;
        var byValue = sets.Any(set => set.ValueFromPipeline);
        var byName = sets.Any(set => set.ValueFromPipelineByPropertyName);
        var position = sets.Select(set => set.Position).Where(position => position >= 0).Cast<int?>().FirstOrDefault();
        return string.Join(
            " | ",
            parameter.Name,
            TypeName(parameter.ParameterType),
            position?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "named",
            byValue
                ? byName
                    ? "true (ByValue, ByPropertyName)"
                    : "true (ByValue)"
                : byName
                    ? "true (ByPropertyName)"
                    : "false",
            parameter.Aliases.Count == 0 ? "none" : string.Join(", ", parameter.Aliases),
            parameter.Attributes.OfType<SupportsWildcardsAttribute>().Any() ? "true" : "false"
        );
    }

    private static string TypeName(Type type) =>
        Nullable.GetUnderlyingType(type) is { } inner ? $"System.Nullable`1[{inner.FullName}]" : type.FullName!;

    private static Dictionary<string, CmdletInfo> ReadCmdlets()
    {
        using var engine = new PowerShellEngine();
        return engine.Run("Get-Command -Module Viam.Billing").Of<CmdletInfo>().ToDictionary(cmdlet => cmdlet.Name);
    }

    [GeneratedRegex(@"^### -(?<name>\w+)\n\n(?<text>.*?)\n\n```yaml", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Parameters();

    [GeneratedRegex(
        @"^### Example \d+: .*?```powershell\n(?<code>.*?)\n```",
        RegexOptions.Multiline | RegexOptions.Singleline
    )]
    private static partial Regex Examples();

    [GeneratedRegex(@"^### (.+)$", RegexOptions.Multiline)]
    private static partial Regex SyntaxHeadings();

    [GeneratedRegex(@"^### (\S+)$", RegexOptions.Multiline)]
    private static partial Regex TypeHeadings();

    [GeneratedRegex(@"^#+ |^```\w*$", RegexOptions.Multiline)]
    private static partial Regex Marks();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
