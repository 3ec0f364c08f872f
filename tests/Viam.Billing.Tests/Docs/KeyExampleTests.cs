using System.Management.Automation;
using System.Security;
using System.Text.RegularExpressions;
using Viam.Billing.Grpc.Authentication;
using Viam.Billing.Sandbox.SeedData;
using Viam.Billing.Services;
using Viam.Billing.Tests.Commands;
using Viam.Billing.Tests.Support;

namespace Viam.Billing.Tests.Docs;

/// <summary>Runs every example that connects with an API key, unchanged. All others run in Pester.</summary>
public sealed partial class KeyExampleTests : CmdletTest
{
    /// <summary>What the examples require: a vault and an address.</summary>
    private const string Surroundings = """
        function Get-Secret($Name) { if ($Name -like '*Credential') { $credential } else { $secret } }
        $PSDefaultParameterValues['Connect-ViamBilling:Uri'] = $address

        """;

    public static TheoryData<string, int, string> Examples => [.. Read()];

    [Theory]
    [MemberData(nameof(Examples))]
    public void ExampleRunsAsWritten(string page, int number, string code)
    {
        var secret = new SecureString();
        foreach (var character in SandboxKeys.OwnerKey)
        {
            secret.AppendChar(character);
        }

        var run = Run(
            Surroundings + code,
            ("address", Server.Address.ToString()),
            ("keyId", SandboxKeys.OwnerId),
            ("key", SandboxKeys.OwnerKey),
            ("secret", secret),
            ("credential", new PSCredential(SandboxKeys.OwnerId, secret))
        );

        Assert.True(run.Errors.Count == 0, $"{page}, {number}: {string.Join('\n', run.Errors)}");
        Assert.NotEqual(0, CountRequests("Authenticate"));
    }

    [Fact]
    public void AtLeastThreeExamplesAreFound() => Assert.True(Read().Count() >= 3);

    private static IEnumerable<TheoryDataRow<string, int, string>> Read() =>
        from file in Directory
            .GetFiles(Path.Combine(BuiltModule.RepositoryRoot, "docs"), "*.md", SearchOption.AllDirectories)
            .Order()
        from block in Blocks()
            .Matches(File.ReadAllText(file))
            .Select((match, index) => (Number: index + 1, Code: match.Groups[1].Value))
        where WithKey().IsMatch(block.Code)
        select new TheoryDataRow<string, int, string>(Path.GetFileName(file), block.Number, block.Code);

    [GeneratedRegex(@"^```powershell\r?\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Blocks();

    [GeneratedRegex(@"Connect-ViamBilling[^\n]*-(ApiKey|Credential|AccessToken)")]
    private static partial Regex WithKey();
}
