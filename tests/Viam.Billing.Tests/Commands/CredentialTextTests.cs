using System.Management.Automation;
using System.Security;
using System.Text.Json;
using Viam.Billing.Grpc.Authentication;
using Viam.Billing.Sandbox.SeedData;
using Viam.Billing.Services;
using Viam.Billing.Sessions;
using Viam.Billing.Tests.Support;
using Viam.Billing.Tests.Support.Engine;
using Viam.Billing.Tests.Support.Servers;

namespace Viam.Billing.Tests.Commands;

/// <summary>
/// White space around keys and tokens is ignored. Invalid characters in keys and tokens are rejected before anything is
/// sent.
/// </summary>
public sealed class CredentialTextTests : CmdletTest
{
    private const string Id = SandboxKeys.OwnerId;
    private const string Key = SandboxKeys.OwnerKey;
    private const string Token = "a-token-that-nobody-issued";
    private const string Connect_ = "Connect-ViamBilling -Uri $at ";
    private readonly TemporaryFolder _home = new();
    private readonly string? _homeBefore = Environment.GetEnvironmentVariable("VIAM_HOME");

    public static TheoryData<string, string> Surroundings
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (
                var source in new[] { "ApiKey", "SecureString", "Credential", "Environment", "CliLogin", "CliProfile" }
            )
            {
                foreach (var end in new[] { "\n", "\r\n", " \t\n", "\u00a0" })
                {
                    data.Add(source, end);
                }
            }
            return data;
        }
    }

    public static TheoryData<string, string, string> Refused
    {
        get
        {
            var data = new TheoryData<string, string, string>();
            foreach (var source in new[] { "ApiKey", "SecureString", "Credential", "Environment", "AccessToken" })
            {
                data.Add(source, "\u00e9", "isn't ASCII");
                data.Add(source, "\u200b", "isn't ASCII");
                data.Add(source, "\n", "control character");
                data.Add(source, "\u001b", "control character");
            }
            return data;
        }
    }

    private protected override void Prepare() => Environment.SetEnvironmentVariable("VIAM_HOME", _home.FullName);

    private protected override void CleanUp()
    {
        Environment.SetEnvironmentVariable("VIAM_HOME", _homeBefore);
        _home.Dispose();
    }

    [Theory]
    [MemberData(nameof(Surroundings))]
    public void ApiKeyWithSurroundingWhiteSpaceIsAccepted(string source, string end)
    {
        Assert.Empty(ConnectFrom(source, $"{end}{Key}{end}", $"{end}{Id}{end}").Errors);

        Assert.Equal(Key, Assert.Single(Requests<Billing.Contract.Rpc.AuthenticateRequest>()).Credentials.Payload);
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    public void AccessTokenWithTrailingLineBreakIsAccepted(string end)
    {
        RunSuccessfully(Connect_ + $"-ApiKeyId {Id} -ApiKey {Key}", ("at", Server.Address.AbsoluteUri));
        RunSuccessfully("$null = Get-ViamOrganization");
        var token = Server.Faults.RecordedCalls.SelectMany(call => call.HeaderValues("authorization")).First()[
            "Bearer ".Length..
        ];

        Assert.Empty(ConnectFrom("AccessToken", token + end).Errors);

        WriteLogin(UserLogin(token + end));
        Assert.Empty(Run(Connect_ + "-CliLogin", ("at", Server.Address.AbsoluteUri)).Errors);
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void InvalidCharacterInSecretIsReportedWithoutShowingSecret(string source, string character, string problem)
    {
        var run = ConnectFrom(source, $"a-key-that-is{character}broken-inside");

        AssertError(run.OnlyError, "InvalidSecret", ErrorCategory.InvalidArgument, null);
        Assert.Contains(problem, run.OnlyError.Exception.Message, StringComparison.Ordinal);
        Assert.Contains("position 14", run.OnlyError.Exception.Message, StringComparison.Ordinal);
        AssertNotShown(run, "a-key-that-is", "broken-inside", character == "\n" ? "\u0000" : character);
        Assert.Empty(Server.Faults.RecordedCalls);
    }

    [Theory]
    [InlineData("key_crypto", "\u00e9", "isn't ASCII")]
    [InlineData("access_token", "\u0007", "control character")]
    public void InvalidCharacterInCliLoginIsReportedAsMalformedLogin(string field, string character, string problem)
    {
        var value = $"a-key-that-is{character}broken-inside";
        WriteLogin(field == "key_crypto" ? KeyLogin(Id, value) : UserLogin(value));

        var run = Run(Connect_ + "-CliLogin", ("at", Server.Address.AbsoluteUri));

        AssertError(run.OnlyError, "CliLoginBroken", ErrorCategory.InvalidData, null);
        Assert.Contains(field, run.OnlyError.Exception.Message, StringComparison.Ordinal);
        Assert.Contains(problem, run.OnlyError.Exception.Message, StringComparison.Ordinal);
        AssertNotShown(run, "a-key-that-is", "broken-inside");
        Assert.Empty(Server.Faults.RecordedCalls);
    }

    [Theory]
    [InlineData("ApiKey")]
    [InlineData("Credential")]
    [InlineData("AccessToken")]
    public void SecretOfOnlyWhiteSpaceIsRejectedAsEmpty(string source) =>
        AssertError(ConnectFrom(source, " \r\n").OnlyError, "EmptySecret", ErrorCategory.InvalidArgument, null);

    [Theory]
    [InlineData("tok\u00e9n-of-the-service")]
    [InlineData("token-of\nthe-service")]
    public void InvalidTokenFromServiceFailsWithAuthenticationFailed(string token)
    {
        Server.Faults.Rewrite = response =>
            response is Billing.Contract.Rpc.AuthenticateResponse
                ? new Billing.Contract.Rpc.AuthenticateResponse { AccessToken = token }
                : response;

        var run = Run(Connect_ + $"-ApiKeyId {Id} -ApiKey {Key}", ("at", Server.Address.AbsoluteUri));

        AssertError(run.OnlyError, "AuthenticationFailed", ErrorCategory.AuthenticationError, null);
        Assert.Contains("access token", run.OnlyError.Exception.Message, StringComparison.Ordinal);
        AssertNotShown(run, "-of-the-service", "the-service");
    }

    private void WriteLogin(string json) => File.WriteAllText(_home.GetPath("cached_cli_config.json"), json);

    private static string KeyLogin(string id, string key) =>
        JsonSerializer.Serialize(new { auth = new { key_id = id, key_crypto = key } });

    private static string UserLogin(string token) =>
        JsonSerializer.Serialize(
            new
            {
                auth = new
                {
                    access_token = token,
                    expires_at = "2099-01-01T00:00:00Z",
                    user_data = new { email = "a@b.example" },
                },
            }
        );

    private static string Profile(string id, string key) =>
        JsonSerializer.Serialize(new { p = new { Name = "p", APIKey = new { key_id = id, key_crypto = key } } });

    private PowerShellRun ConnectFrom(string source, string secret, string id = Id)
    {
        Environment.SetEnvironmentVariable("VIAM_API_KEY_ID", source == "Environment" ? id : null);
        Environment.SetEnvironmentVariable("VIAM_API_KEY", source == "Environment" ? secret : null);
        if (source == "CliLogin")
        {
            WriteLogin(KeyLogin(id, secret));
        }
        if (source == "CliProfile")
        {
            File.WriteAllText(_home.GetPath("cli_profiles.json"), Profile(id, secret));
        }
        var secure = new SecureString();
        foreach (var c in secret)
        {
            secure.AppendChar(c);
        }
        return Run(
            Connect_
                + source switch
                {
                    "ApiKey" => "-ApiKeyId $id -ApiKey $secret",
                    "SecureString" => "-ApiKeyId $id -ApiKey $secure",
                    "Credential" => "-Credential ([pscredential]::new($id, $secure))",
                    "AccessToken" => "-AccessToken $secret",
                    "CliLogin" => "-CliLogin",
                    "CliProfile" => "-CliProfile p",
                    _ => "",
                }
                + " -Verbose -Debug",
            ("at", Server.Address.AbsoluteUri),
            ("id", id),
            ("secret", secret),
            ("secure", secure)
        );
    }

    private static void AssertNotShown(PowerShellRun run, params string[] parts) =>
        Assert.All(
            run.Everything.Append(run.OnlyError.Exception.ToString()),
            text => Assert.DoesNotContain(parts, part => text.Contains(part, StringComparison.Ordinal))
        );
}
