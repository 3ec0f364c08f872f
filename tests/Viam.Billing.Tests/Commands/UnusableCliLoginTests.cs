using System.Management.Automation;
using Grpc.Core;
using Viam.Billing.Sandbox.SeedData;
using Viam.Billing.Tests.Support;
using Viam.Billing.Tests.Support.Engine;
using Viam.Billing.Tests.Support.Servers;

namespace Viam.Billing.Tests.Commands;

/// <summary>A login that is missing, expired, or malformed.</summary>
public sealed class UnusableCliLoginTests : CliLoginTest
{
    private const string AllStreams = "-Verbose -Debug -InformationAction Continue";

    [Fact]
    public void MissingLoginErrorRecommendsViamLogin()
    {
        AssertNoLogin();
        Write(LoginFile, """{"last_update_check":"2026-07-01T00:00:00Z","auth":null}""");
        AssertNoLogin();
        Directory.Delete(ViamFolder, recursive: true);
        AssertNoLogin();
        Environment.SetEnvironmentVariable(HomeVariable, null);
        Assert.Contains(HomeVariable, AssertNoLogin().Exception.Message);
    }

    [Theory]
    [InlineData(-3600)]
    [InlineData(5)]
    public void ExpiredLoginIsNotSentAndErrorRecommendsViamLogin(int seconds)
    {
        Server.State.TokenLifetime = null;
        var token = Server.State.IssueToken(SandboxAccounts.Owner);
        var before = Write(LoginFile, UserLogin(token, DateTime.UtcNow.AddSeconds(seconds)));

        var run = Run($"{ConnectCommand} {AllStreams}");

        AssertError(run.OnlyError, "CliLoginExpired", ErrorCategory.AuthenticationError, null);
        Assert.Contains("viam login", run.OnlyError.ErrorDetails.RecommendedAction);
        AssertNoSecret(run, token);
        Assert.Empty(Server.Faults.RecordedCalls);
        Assert.Equal(before, File.ReadAllText(Path.Combine(ViamFolder, LoginFile)));
    }

    [Fact]
    public void MalformedLoginFileIsReportedWithoutSecretsAndNotChanged()
    {
        const string Secret = "Tr0ub4dor&3-in-the-file";
        string[] broken =
        [
            """ """,
            """SECRET""",
            """
                "SECRET"
                """,
            """["SECRET"]""",
            """{"auth":"SECRET"}""",
            """{"auth":{"access_token":"SECRET" """,
            """{"auth":{"access_token":SECRET}}""",
            // The JSON reader's own message quotes text that starts like a literal.
            """{"auth":{"access_token":tSECRET}}""",
            """{"auth":{"access_token":"SECRET"}}""",
            """{"auth":{"user_data":"SECRET"}}""",
            """{"auth":{"user_data":{"email":7},"access_token":"SECRET"}}""",
            """{"auth":{USER,"expires_at":"2199-01-01T00:00:00Z"}}""",
            """{"auth":{USER,"access_token":{"a":"SECRET"},"expires_at":"2199-01-01T00:00:00Z"}}""",
            """{"auth":{USER,"access_token":"","refresh_token":"SECRET","expires_at":"2199-01-01T00:00:00Z"}}""",
            """{"auth":{USER,"access_token":"SECRET"}}""",
            """{"auth":{USER,"access_token":"SECRET","expires_at":"SECRET"}}""",
            """{"auth":{USER,"access_token":"SECRET","expires_at":1893456000}}""",
            """{"auth":{USER,"access_token":"SECRET\ud800","expires_at":"2199-01-01T00:00:00Z"}}""",
            """{"auth":{"key_id":"SECRET","key_crypto":"SECRET"}}""",
            """{"auth":{"key_id":"KEYID"}}""",
            """{"auth":{"key_id":"KEYID","key_crypto":["SECRET"]}}""",
            """{"base_url":["SECRET"],"auth":{"key_id":"KEYID","key_crypto":"SECRET"}}""",
        ];

        Assert.All(
            broken,
            pattern =>
            {
                var content = Write(
                    LoginFile,
                    pattern
                        .Replace("SECRET", Secret, StringComparison.Ordinal)
                        .Replace("USER", $"\"user_data\":{{\"email\":\"{Email}\"}}", StringComparison.Ordinal)
                        .Replace("KEYID", SandboxKeys.OwnerId, StringComparison.Ordinal)
                );

                var run = Run($"{ConnectCommand} {AllStreams}");

                AssertMalformed(run, LoginFile);
                AssertNoSecret(run, Secret);
                Assert.Equal(content, File.ReadAllText(Path.Combine(ViamFolder, LoginFile)));
            }
        );
        Assert.Empty(Server.Faults.RecordedCalls);
    }

    [Theory]
    [InlineData("no json")]
    [InlineData("[]")]
    [InlineData("""{"acme":7}""")]
    [InlineData("""{"acme":{"Name":"acme"}}""")]
    [InlineData("""{"acme":{"Name":"acme","APIKey":{"key_id":"acme"}}}""")]
    public void MalformedProfileListIsReportedWithFileName(string content)
    {
        Write(ProfilesFile, content);

        AssertMalformed(Run("Connect-ViamBilling -CliProfile acme"), ProfilesFile, "acme");
    }

    [Fact]
    public void UnreadableLoginFileIsReportedWithFileName()
    {
        Directory.CreateDirectory(Path.Combine(ViamFolder, LoginFile));

        AssertMalformed(Run("Connect-ViamBilling -CliLogin"), LoginFile);
    }

    [Fact]
    public void NoStreamContainsSecrets()
    {
        var token = Server.State.IssueToken(SandboxAccounts.Owner);
        Write(LoginFile, UserLogin(token, DateTime.UtcNow.AddHours(1)));
        Write(Of("key"), KeyLogin());
        Server.Faults.Refuse("ListLocations", StatusCode.Internal, $"{token} {SandboxKeys.OwnerKey} refused");

        foreach (var parameters in new[] { "-CliLogin", "-CliProfile key" })
        {
            var run = Run(
                $"$s = Connect-ViamBilling {parameters} -PassThru {AllStreams}; $s; $s.psobject.Properties "
                    + $"| ForEach-Object {{ \"$($_.Name)=$($_.Value)\" }}; "
                    + $"Get-ViamLocation -OrganizationId {SandboxOrganizations.Acme} {AllStreams}"
            );

            var secret = parameters == "-CliLogin" ? token : SandboxKeys.OwnerKey;
            Assert.Contains("*** ", run.OnlyError.ToString());
            AssertNoSecret(run, secret);
        }
    }

    [Theory]
    [InlineData("-CliLogin", LoginFile)]
    [InlineData("", LoginFile)]
    [InlineData("-CliProfile acme", "acme_" + LoginFile)]
    [InlineData("-CliProfile acme", ProfilesFile)]
    public void FifoInFolderOfLoginsIsAnErrorAndIsNotWaitedFor(string parameters, string file)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no FIFOs.");
        SpecialFile.CreateFifo(Path.Combine(ViamFolder, file));

        var begun = TimeProvider.System.GetTimestamp();
        var run = Run($"Connect-ViamBilling {parameters}");

        Assert.StartsWith("CliLoginBroken,", run.OnlyError.FullyQualifiedErrorId);
        Assert.Contains("it is a FIFO", run.OnlyError.Exception.Message);
        Assert.InRange(TimeProvider.System.GetElapsedTime(begun), TimeSpan.Zero, TimeSpan.FromSeconds(5));
    }

    /// <summary>How Go serializes an unset time.</summary>
    [Fact]
    public void LoginWithUnsetExpirationIsExpired()
    {
        Write(LoginFile, UserLogin(Server.State.IssueToken(SandboxAccounts.Owner), "0001-01-01T00:00:00Z"));

        AssertError(Run(ConnectCommand).OnlyError, "CliLoginExpired", ErrorCategory.AuthenticationError, null);
    }

    private ErrorRecord AssertNoLogin()
    {
        var error = Run("Connect-ViamBilling -CliLogin").OnlyError;
        AssertError(error, "CliLoginNotFound", ErrorCategory.ObjectNotFound, null);
        Assert.Contains("viam login", error.ErrorDetails.RecommendedAction);
        return error;
    }

    private static void AssertNoSecret(PowerShellRun run, string secret)
    {
        Assert.DoesNotContain(run.Everything, text => text.Contains(secret, StringComparison.Ordinal));
        Assert.DoesNotContain(
            run.Errors,
            error => error.Exception.ToString().Contains(secret, StringComparison.Ordinal)
        );
    }
}
