using System.Management.Automation;
using Viam.Billing.Grpc.Authentication;
using Viam.Billing.Tests.Support;
using Viam.Billing.Tests.Support.Engine;

namespace Viam.Billing.Tests.Docs;

/// <summary>Pages mention only existing cmdlets and parameters.</summary>
[Collection(EngineCollection.Name)]
public sealed class PageTests
{
    private static readonly Dictionary<string, CmdletInfo> s_cmdlets = ReadCmdlets();

    public static TheoryData<string> Pages =>
        [
            .. new[] { "README.md", "CONTRIBUTING.md" }.Concat(
                InDocs()
                    .Select(page => Path.GetRelativePath(BuiltModule.RepositoryRoot, page))
                    .Order(StringComparer.Ordinal)
            ),
        ];

    [Theory]
    [MemberData(nameof(Pages))]
    public void PageMentionsOnlyExistingCommandsAndParameters(string page) =>
        Assert.Empty(Page.FindProblems(File.ReadAllText(Path.Combine(BuiltModule.RepositoryRoot, page)), s_cmdlets));

    [Theory]
    [InlineData("Get-ViamNothing tells it.", "there is no Get-ViamNothing")]
    [InlineData("Use `Get-ViamInvoice -Nothing` for it.", "Get-ViamInvoice has no -Nothing")]
    [InlineData("Use `` Get-ViamInvoice -Nothing `` for it.", "Get-ViamInvoice has no -Nothing")]
    [InlineData("| `Get-ViamOrganization \\| Get-ViamInvoice -Nothing` | it |", "Get-ViamInvoice has no -Nothing")]
    [InlineData("Use `Get-ViamInvoice -Stat paid` for it.", "Get-ViamInvoice has no -Stat")]
    [InlineData("```powershell\n$a = @{ b = { Get-ViamInvoice -Nothing 1 } }\n```", "Get-ViamInvoice has no -Nothing")]
    [InlineData("1. So:\n\n   ```PowerShell\n   Get-ViamInvoice -Nothing\n   ```", "Get-ViamInvoice has no -Nothing")]
    [InlineData("```powershell\r\nGet-ViamInvoice -Nothing\r\n```\r\n", "Get-ViamInvoice has no -Nothing")]
    [InlineData("```powershell\nPS C:\\> Get-ViamInvoice -Nothing\n{ output\n```", "Get-ViamInvoice has no -Nothing")]
    [InlineData(
        "```powershell\nConnect-ViamBilling -Sandbox -AccessToken <a token>\n```",
        "the parameters do not go together: Connect-ViamBilling -Sandbox -AccessToken placeholder"
    )]
    [InlineData(
        "```powershell\nGet-ViamInvoice | ForEach-Object {\n```",
        "Missing closing '}' in statement block or type definition. In: Get-ViamInvoice | ForEach-Object {\n"
    )]
    public void InvalidCommandIsReported(string markdown, string complaint) =>
        Assert.Equal([complaint], Page.FindProblems(markdown, s_cmdlets));

    [Theory]
    [InlineData("`Get-`/`Set-ViamBillingTier`, `-ByResource` and `Get-ViamInvoice -OrgId <id> -Latest 3 -Verbose`")]
    [InlineData("```text\nGet-ViamInvoice -Nothing {\n```\nand `a` then ```Get-ViamInvoice```")]
    [InlineData("```\nGet-ViamInvoice [-OrganizationId <string[]>] [<CommonParameters>]\n```")]
    [InlineData(
        "```powershell\n$all = @{}; Get-ViamInvoice @all; Get-Item -Nothing; "
            + "Connect-ViamBilling -ApiKeyId <key id> -ApiKey '<key>'\n```"
    )]
    [InlineData("```powershell\nPS> Get-ViamInvoice\n{ output\n```")]
    public void ValidCommandIsNotReported(string markdown) => Assert.Empty(Page.FindProblems(markdown, s_cmdlets));

    private static string[] InDocs()
    {
        var docs = Path.Combine(BuiltModule.RepositoryRoot, "docs");
        return Directory.Exists(docs) ? Directory.GetFiles(docs, "*.md", SearchOption.AllDirectories) : [];
    }

    private static Dictionary<string, CmdletInfo> ReadCmdlets()
    {
        using var engine = new PowerShellEngine();
        // Parameters are resolved when first accessed, which requires the runspace.
        return engine
            .Run("Get-Command -Module Viam.Billing | ForEach-Object { $null = $_.Parameters, $_.ParameterSets; $_ }")
            .Of<CmdletInfo>()
            .ToDictionary(cmdlet => cmdlet.Name, StringComparer.OrdinalIgnoreCase);
    }
}
