using System.Globalization;
using System.Management.Automation;
using System.Text;
using System.Text.Json;
using Grpc.Core;
using Microsoft.Extensions.Time.Testing;
using Viam.Billing.Contract.Rpc;
using Viam.Billing.Grpc.Authentication;
using Viam.Billing.Sandbox.SeedData;
using Viam.Billing.Sessions;
using Viam.Billing.Tests.Support;
using Viam.Billing.Tests.Support.Engine;
using Viam.Billing.Tests.Support.Servers;

namespace Viam.Billing.Tests.Commands;

/// <summary>Connecting with the login that the Viam CLI stores on disk, in a temporary home folder.</summary>
public sealed class CliLoginTests : CmdletTest
{
    private const string Email = "ada@example.com";
    private const string ProfileVariable = "VIAM_CLI_PROFILE_NAME";
    private const string FolderVariable = "VIAM_HOME";
    private const string LoginFile = "cached_cli_config.json";
    private const string ProfilesFile = "cli_profiles.json";
    private const string AllStreams = "-Verbose -Debug -InformationAction Continue";

    private static readonly string s_homeVariable = OperatingSystem.IsWindows() ? "USERPROFILE" : "HOME";

    private readonly string? _home = Environment.GetEnvironmentVariable(s_homeVariable);
    private readonly string? _folder = Environment.GetEnvironmentVariable(FolderVariable);
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("viam-billing-");

    private string ViamFolder => Path.Combine(_root.FullName, ".viam");

    private string ConnectCommand => $"Connect-ViamBilling -CliLogin -Uri {Server.Address} -PassThru";

    private protected override void Prepare()
    {
        Directory.CreateDirectory(ViamFolder);
        Environment.SetEnvironmentVariable(s_homeVariable, _root.FullName);
        Environment.SetEnvironmentVariable(FolderVariable, null);
    }

    private protected override void CleanUp()
    {
        Environment.SetEnvironmentVariable(s_homeVariable, _home);
        Environment.SetEnvironmentVariable(FolderVariable, _folder);
        Environment.SetEnvironmentVariable(ProfileVariable, null);
        _root.Delete(recursive: true);
    }

    [Fact]
    public void UserAccessTokenIsSentUnchanged()
    {
        var token = Server.State.IssueToken(SandboxAccounts.Owner);
        var before = Write(LoginFile, UserLogin(token, DateTime.UtcNow.AddHours(1)));

        var session = Assert.Single(Get<BillingSession>("Connect-ViamBilling -CliLogin -PassThru"));

        Assert.Equal((Server.Address, "CliLogin", Email), (session.Uri, session.AuthenticationType, session.CliUser));
        Assert.Null(session.ApiKeyId);
        Assert.Null(session.CliProfile);
        Assert.Equal($"localhost:{Server.Address.Port} (CliLogin)", session.ToString());
        Assert.Equal(0, CountRequests("Authenticate"));
        Assert.All(
            Server.Faults.RecordedCalls,
            call => Assert.Equal(["Bearer " + token], call.HeaderValues("authorization"))
        );
        Assert.Equal(6, RunSuccessfully("Get-ViamOrganization").Count);
        Assert.Equal(before, File.ReadAllText(Path.Combine(ViamFolder, LoginFile)));
        Assert.Equal([LoginFile], Directory.GetFileSystemEntries(ViamFolder).Select(Path.GetFileName));
    }

    [Fact]
    public void ApiKeyLoginIsExchangedForAccessTokenAndRenewed()
    {
        Write(LoginFile, KeyLogin());

        var session = Assert.Single(Get<BillingSession>("Connect-ViamBilling -CliLogin -PassThru"));
        Server.State.RevokeTokens();

        Assert.Equal(("CliLogin", SandboxKeys.OwnerId), (session.AuthenticationType, session.ApiKeyId));
        Assert.Null(session.CliUser);
        Assert.Equal(6, RunSuccessfully("Get-ViamOrganization").Count);
        Assert.Equal(2, CountRequests("Authenticate"));
        var request = Requests<AuthenticateRequest>()[0];
        Assert.Equal(
            (SandboxKeys.OwnerId, "api-key", SandboxKeys.OwnerKey),
            (request.Entity, request.Credentials.Type, request.Credentials.Payload)
        );
    }

    [Theory]
    [InlineData("2199-01-02T03:04:05.123456789Z", "2199-01-02T03:04:05.1234567Z")]
    [InlineData("2199-01-02T03:04:05.5-04:00", "2199-01-02T07:04:05.5000000Z")]
    [InlineData("2199-01-02T03:04:05+02:00", "2199-01-02T01:04:05.0000000Z")]
    public void TokenWithoutExpirationUsesExpirationInFile(string written, string expected)
    {
        Server.State.TokenLifetime = null;
        Write(LoginFile, UserLogin(Server.State.IssueToken(SandboxAccounts.Owner), written));

        Assert.Equal(
            expected,
            Assert
                .Single(Get<BillingSession>(ConnectCommand))
                .TokenExpiresAt!.Value.ToString("O", CultureInfo.InvariantCulture)
        );
    }

    [Fact]
    public void ExpirationInTokenOverridesExpirationInFile()
    {
        Server.State.TokenLifetime = TimeSpan.FromHours(2);
        Write(LoginFile, UserLogin(Server.State.IssueToken(SandboxAccounts.Owner), DateTime.UtcNow.AddHours(9)));

        Assert.InRange(
            Assert.Single(Get<BillingSession>(ConnectCommand)).TokenExpiresAt!.Value - DateTime.UtcNow,
            TimeSpan.FromMinutes(118),
            TimeSpan.FromMinutes(120)
        );
    }

    [Fact]
    public async Task UriParameterOverridesAddressInFile()
    {
        await using var other = await TestServer.StartAsync();
        Write(LoginFile, KeyLogin());

        Assert.Equal(
            other.Address,
            Assert.Single(Get<BillingSession>($"Connect-ViamBilling -CliLogin -Uri {other.Address} -PassThru")).Uri
        );

        Assert.Empty(Server.Faults.RecordedCalls);
        Assert.Equal(1, other.Faults.Count("Authenticate"));
    }

    [Fact]
    public void UnencryptedAddressInFileIsRejected()
    {
        Write(LoginFile, KeyLogin(address: "http://billing.example"));

        var error = Run("Connect-ViamBilling -CliLogin").OnlyError;

        AssertError(error, "UnencryptedConnection", ErrorCategory.SecurityError, new Uri("http://billing.example"));
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("https://app.viam.com:443")]
    public void AddressDefaultsToViamService(string? address)
    {
        Write(LoginFile, KeyLogin(address: address));

        Assert.Equal("https://app.viam.com/", CliLogin.Read(null, DateTimeOffset.UtcNow).Address().AbsoluteUri);
    }

    [Fact]
    public void InvalidAddressInFileIsReportedWithFileName()
    {
        Write(LoginFile, KeyLogin(address: "https://user:hunter22@localhost"));

        var run = Run("Connect-ViamBilling -CliLogin");

        AssertMalformed(run, LoginFile);
        Assert.DoesNotContain("hunter22", run.OnlyError.ToString());
        Assert.Single(Get<BillingSession>(ConnectCommand));
    }

    [Fact]
    public void CliLoginSupportsOtherConnectParameters()
    {
        Write(LoginFile, KeyLogin());

        var session = Assert.Single(
            Get<BillingSession>(
                $"Connect-ViamBilling -CliLogin -OrganizationId {SandboxOrganizations.Cascade} -TimeoutSec "
                    + "7 -AllowUnencryptedAuthentication -PassThru"
            )
        );

        Assert.Equal((SandboxOrganizations.Cascade, 7), (session.OrganizationId, session.TimeoutSec));
        Assert.Empty(RunSuccessfully("Connect-ViamBilling -CliLogin"));
    }

    [Fact]
    public void ProfileIsSelectedByParameterOrEnvironmentVariable()
    {
        Write(LoginFile, KeyLogin());
        Write(Of("acme"), KeyLogin(SandboxKeys.BillingAdminId, SandboxKeys.BillingAdminKey));
        Write(Of("night shift"), KeyLogin(SandboxKeys.MemberId, SandboxKeys.MemberKey));

        var plain = Assert.Single(Get<BillingSession>("Connect-ViamBilling -CliLogin -PassThru"));
        Environment.SetEnvironmentVariable(ProfileVariable, "acme");
        var named = Assert.Single(Get<BillingSession>("Connect-ViamBilling -CliLogin -PassThru"));
        var given = Assert.Single(Get<BillingSession>("Connect-ViamBilling -CliProfile 'night shift' -PassThru"));
        Environment.SetEnvironmentVariable(ProfileVariable, "");
        var unnamed = Assert.Single(Get<BillingSession>("Connect-ViamBilling -CliLogin -PassThru"));

        Assert.Equal(
            [
                (null, SandboxKeys.OwnerId),
                ("acme", SandboxKeys.BillingAdminId),
                ("night shift", SandboxKeys.MemberId),
                (null, SandboxKeys.OwnerId),
            ],
            new[] { plain, named, given, unnamed }.Select(session => (session.CliProfile, session.ApiKeyId))
        );
    }

    [Fact]
    public void UnusedProfileUsesApiKeyFromProfileList()
    {
        Write(ProfilesFile, CreateProfileList("fresh"));

        var session = Assert.Single(
            Get<BillingSession>($"Connect-ViamBilling -CliProfile fresh -Uri {Server.Address} -PassThru")
        );

        Assert.Equal(
            ("CliLogin", "fresh", SandboxKeys.OwnerId),
            (session.AuthenticationType, session.CliProfile, session.ApiKeyId)
        );
        Assert.Equal(6, RunSuccessfully("Get-ViamOrganization").Count);
    }

    [Theory]
    [InlineData("-CliProfile nobody", null, "nobody")]
    [InlineData("-CliProfile nobody", "acme", "nobody")]
    [InlineData("-CliLogin", "nobody", null)]
    public void MissingProfileErrorListsExistingProfiles(string parameters, string? fromEnvironment, string? target)
    {
        Write(LoginFile, KeyLogin());
        Write(ProfilesFile, CreateProfileList("beta", "Acme"));
        Environment.SetEnvironmentVariable(ProfileVariable, fromEnvironment);

        var error = Run($"Connect-ViamBilling {parameters}").OnlyError;

        AssertError(error, "CliProfileNotFound", ErrorCategory.ObjectNotFound, target);
        Assert.Equal(
            "The viam command line has no profile "
                + $"'nobody'{(target is null ? $" (from {ProfileVariable})" : "")}. Profiles: 'Acme', 'beta'.",
            error.Exception.Message
        );
        Assert.Empty(Server.Faults.RecordedCalls);
    }

    [Fact]
    public void MissingProfileErrorStatesThatNoProfilesExist() =>
        Assert.EndsWith(
            "It has no profiles.",
            Run("Connect-ViamBilling -CliProfile nobody").OnlyError.Exception.Message
        );

    [Theory]
    [InlineData("../outside")]
    [InlineData("sub/inside")]
    public void ProfileNameWithPathSeparatorIsNotFound(string profile)
    {
        Directory.CreateDirectory(Path.Combine(ViamFolder, "sub"));
        File.WriteAllText(Path.Combine(ViamFolder, Of(profile)), KeyLogin());

        AssertError(
            Run("Connect-ViamBilling -CliProfile $profile", ("profile", profile)).OnlyError,
            "CliProfileNotFound",
            ErrorCategory.ObjectNotFound,
            profile
        );
        Assert.Empty(Server.Faults.RecordedCalls);
    }

    [Fact]
    public void ProfileNameWithInvalidFileNameCharacterIsNotFound() =>
        AssertError(
            Run("Connect-ViamBilling -CliProfile $profile", ("profile", "a\0b")).OnlyError,
            "CliProfileNotFound",
            ErrorCategory.ObjectNotFound,
            "a\u2400b"
        );

    [Fact]
    public void EnvironmentVariableSetsFolder()
    {
        var elsewhere = Directory.CreateDirectory(Path.Combine(_root.FullName, "elsewhere")).FullName;
        File.WriteAllText(Path.Combine(elsewhere, LoginFile), KeyLogin());
        Environment.SetEnvironmentVariable(FolderVariable, elsewhere);

        Assert.Single(Get<BillingSession>("Connect-ViamBilling -CliLogin -PassThru"));
    }

    [Fact]
    public void MissingLoginErrorRecommendsViamLogin()
    {
        AssertNoLogin();
        Write(LoginFile, """{"last_update_check":"2026-07-01T00:00:00Z","auth":null}""");
        AssertNoLogin();
        Directory.Delete(ViamFolder, recursive: true);
        AssertNoLogin();
        Environment.SetEnvironmentVariable(s_homeVariable, null);
        Assert.Contains(s_homeVariable, AssertNoLogin().Exception.Message);
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

    [Fact]
    public void ConnectWithoutParametersUsesTheLogin()
    {
        Write(LoginFile, UserLogin(Server.State.IssueToken(SandboxAccounts.Owner), DateTime.UtcNow.AddHours(1)));

        var run = Run("Connect-ViamBilling -PassThru -Verbose");

        var session = Assert.Single(run.Of<BillingSession>());
        Assert.Equal((Server.Address, "CliLogin", Email), (session.Uri, session.AuthenticationType, session.CliUser));
        Assert.Equal($"Using the login of the viam command line ({Email}).", run.Verbose[0]);
    }

    [Fact]
    public void ConnectWithoutParametersUsesTheProfileThatTheEnvironmentNames()
    {
        Write(Of("acme"), KeyLogin());
        Environment.SetEnvironmentVariable(ProfileVariable, "acme");

        var run = Run("Connect-ViamBilling -PassThru -Verbose");

        Assert.Equal("acme", Assert.Single(run.Of<BillingSession>()).CliProfile);
        Assert.Equal("Using the login of the viam command line (an API key, profile 'acme').", run.Verbose[0]);
    }

    [Fact]
    public void EnvironmentVariablesPrecedeTheLogin()
    {
        Write(LoginFile, "{ not even JSON");
        Environment.SetEnvironmentVariable("VIAM_API_KEY_ID", SandboxKeys.OwnerId);
        Environment.SetEnvironmentVariable("VIAM_API_KEY", SandboxKeys.OwnerKey);

        var run = Run($"Connect-ViamBilling -Uri {Server.Address} -PassThru -Verbose");

        Assert.Equal("ApiKey", Assert.Single(run.Of<BillingSession>()).AuthenticationType);
        Assert.Equal(
            "Using the API key in the environment variables VIAM_API_KEY_ID and VIAM_API_KEY.",
            run.Verbose[0]
        );
    }

    [Fact]
    public void ConnectWithoutAnyCredentialWritesOneErrorThatNamesBothSources()
    {
        var run = Run("Connect-ViamBilling");

        AssertError(run.OnlyError, "CredentialRequired", ErrorCategory.AuthenticationError, "VIAM_API_KEY_ID");
        Assert.Equal(
            "No credential was specified, the environment variables VIAM_API_KEY_ID and VIAM_API_KEY "
                + "aren't set, and the viam command line isn't logged in.",
            run.OnlyError.Exception.Message
        );
    }

    [Fact]
    public void ConnectWithoutParametersReportsALoginThatHasExpired()
    {
        Write(LoginFile, UserLogin("a-token", DateTime.UtcNow.AddHours(-1)));

        AssertError(Run("Connect-ViamBilling").OnlyError, "CliLoginExpired", ErrorCategory.AuthenticationError, null);
    }

    /// <summary>Half of a key in the environment is a mistake, not a reason to act as somebody else.</summary>
    [Theory]
    [InlineData("VIAM_API_KEY_ID", "VIAM_API_KEY")]
    [InlineData("VIAM_API_KEY", "VIAM_API_KEY_ID")]
    public void IncompleteEnvironmentIsNotReplacedByTheLogin(string set, string missing)
    {
        Write(LoginFile, KeyLogin());
        Environment.SetEnvironmentVariable(
            set,
            set.EndsWith("ID", StringComparison.Ordinal) ? SandboxKeys.OwnerId : "key"
        );

        AssertError(
            Run("Connect-ViamBilling").OnlyError,
            "CredentialRequired",
            ErrorCategory.AuthenticationError,
            missing
        );
        Assert.Empty(Server.Faults.RecordedCalls);
    }

    /// <summary>Nobody has asked for the login, so its token goes only where it belongs.</summary>
    [Fact]
    public async Task LoginIsNotSentToAnotherAddressUnlessAsked()
    {
        await using var other = await TestServer.StartAsync();
        Write(LoginFile, KeyLogin());

        var run = Run($"Connect-ViamBilling -Uri {other.Address}");

        AssertError(run.OnlyError, "CredentialRequired", ErrorCategory.AuthenticationError, "VIAM_API_KEY_ID");
        Assert.Contains("is for another address", run.OnlyError.Exception.Message);
        Assert.Empty(other.Faults.RecordedCalls);
        RunSuccessfully($"Connect-ViamBilling -Uri {Server.Address}");
        RunSuccessfully($"Connect-ViamBilling -CliLogin -Uri {other.Address}");
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

    [Fact]
    public void SwitchSetToFalseUsesEnvironmentVariables()
    {
        Write(LoginFile, KeyLogin());

        AssertError(
            Run("Connect-ViamBilling -CliLogin:$false").OnlyError,
            "CredentialRequired",
            ErrorCategory.AuthenticationError,
            "VIAM_API_KEY_ID"
        );
        Assert.Empty(Server.Faults.RecordedCalls);
        RunSuccessfully("Connect-ViamBilling -Sandbox:$false");
        Assert.Equal(1, CountRequests("Authenticate"));
    }

    [Fact]
    public void CliProfileCompletesProfileNames()
    {
        Assert.Empty(Complete("Connect-ViamBilling -CliProfile "));
        Write(ProfilesFile, CreateProfileList("zeta", "Acme", "night shift", "new"));

        Assert.Equal(["Acme", "new", "'night shift'", "zeta"], Complete("Connect-ViamBilling -CliProfile "));
        Assert.Equal(["new", "'night shift'"], Complete("Connect-ViamBilling -CliProfile N"));
        Assert.Equal(["'night shift'"], Complete("Connect-ViamBilling -CliProfile 'ni"));
        Write(ProfilesFile, "broken");
        Assert.Empty(Complete("Connect-ViamBilling -CliProfile "));
    }

    /// <summary>How Go serializes an unset time.</summary>
    [Fact]
    public void LoginWithUnsetExpirationIsExpired()
    {
        Write(LoginFile, UserLogin(Server.State.IssueToken(SandboxAccounts.Owner), "0001-01-01T00:00:00Z"));

        AssertError(Run(ConnectCommand).OnlyError, "CliLoginExpired", ErrorCategory.AuthenticationError, null);
    }

    /// <summary>The Thai calendar has a different year.</summary>
    [Fact]
    public void TimesInMessagesAreIndependentOfCulture()
    {
        const string ThaiCulture = "[cultureinfo]::CurrentCulture = 'th-TH'; ";
        Write(LoginFile, UserLogin(Server.State.IssueToken(SandboxAccounts.Owner), "2026-02-03T04:05:06Z"));
        var expired = Run(ThaiCulture + ConnectCommand).OnlyError.Exception.Message;
        var soon = DateTime.UtcNow.AddMinutes(4);
        Server.State.TokenLifetime = null;
        Write(LoginFile, UserLogin(Server.State.IssueToken(SandboxAccounts.Owner), soon));
        var warning = Assert.Single(Run(ThaiCulture + ConnectCommand).Warnings);
        Server.State.TokenLifetime = TimeSpan.FromSeconds(5);
        var refused = Run(
            $"{ThaiCulture} Connect-ViamBilling -Uri {Server.Address} -AccessToken $token",
            ("token", Server.State.IssueToken(SandboxAccounts.Owner))
        ).OnlyError.Exception.Message;

        Assert.Contains("expired at 2026-02-03 04:05:06Z", expired, StringComparison.Ordinal);
        Assert.Contains(
            soon.ToString("'expires at 'yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            warning,
            StringComparison.Ordinal
        );
        Assert.Contains(
            DateTime.UtcNow.ToString("'expired at 'yyyy-MM-dd ", CultureInfo.InvariantCulture),
            refused,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void LoginCloseToExpirationWritesWarningOnlyOnConnect()
    {
        Server.State.TokenLifetime = null;
        Write(LoginFile, UserLogin(Server.State.IssueToken(SandboxAccounts.Owner), DateTime.UtcNow.AddMinutes(4)));

        var warning = Assert.Single(Run("Connect-ViamBilling -CliLogin").Warnings);

        Assert.Contains($"expires at {DefaultSession.Current!.TokenExpiresAt:yyyy-MM-dd HH:mm:ss}Z", warning);
        Assert.Contains("viam login", warning);
        RunSuccessfully("Get-ViamOrganization");
    }

    [Fact]
    public void TokenCloseToExpirationWritesWarningOnceDuringUse()
    {
        var clock = ConnectWithToken(TimeSpan.FromHours(1));
        clock.Advance(TimeSpan.FromMinutes(54.9));
        RunSuccessfully("Get-ViamOrganization");

        clock.Advance(TimeSpan.FromMinutes(0.2));
        var run = Run("Get-ViamOrganization");

        Assert.Contains("Connect-ViamBilling with a new access token", Assert.Single(run.Warnings));
        Assert.Empty(run.Errors);
        Assert.Equal(6, run.Output.Count);
        RunSuccessfully("Get-ViamOrganization | Get-ViamOutstandingBalance");
    }

    [Fact]
    public void ExpiredTokenFailsWithRecommendedActionAndNoWarning()
    {
        Server.State.TokenLifetime = TimeSpan.FromSeconds(5);

        var run = Run(
            $"Connect-ViamBilling -Uri {Server.Address} -AccessToken $token",
            ("token", Server.State.IssueToken(SandboxAccounts.Owner))
        );

        AssertError(run.OnlyError, "TokenExpired", ErrorCategory.AuthenticationError, null);
        Assert.Contains("viam login", run.OnlyError.ErrorDetails.RecommendedAction);
        Assert.Empty(run.Warnings);
    }

    [Fact]
    public void TokenExpiredDuringSessionWritesNoWarning()
    {
        // A token counts as expired ten seconds before its expiration.
        ConnectWithToken(TimeSpan.FromHours(1)).Advance(TimeSpan.FromMinutes(60) - TimeSpan.FromSeconds(9));

        RunSuccessfully("Get-ViamOrganization");
    }

    [Fact]
    public void RenewableTokenWritesNoWarning()
    {
        Server.State.TokenLifetime = TimeSpan.FromMinutes(2);
        Write(LoginFile, KeyLogin());

        RunSuccessfully("Connect-ViamBilling -CliLogin; Get-ViamOrganization");
    }

    /// <summary>Connects with an expiring token and returns the session's clock.</summary>
    private FakeTimeProvider ConnectWithToken(TimeSpan lifetime)
    {
        Server.State.TokenLifetime = lifetime;
        RunSuccessfully(
            $"Connect-ViamBilling -Uri {Server.Address} -AccessToken $token",
            ("token", Server.State.IssueToken(SandboxAccounts.Owner))
        );
        var clock = new FakeTimeProvider(new DateTimeOffset(DefaultSession.Current!.TokenExpiresAt!.Value) - lifetime);
        DefaultSession.Current.Clock = clock;
        return clock;
    }

    private ErrorRecord AssertNoLogin()
    {
        var error = Run("Connect-ViamBilling -CliLogin").OnlyError;
        AssertError(error, "CliLoginNotFound", ErrorCategory.ObjectNotFound, null);
        Assert.Contains("viam login", error.ErrorDetails.RecommendedAction);
        return error;
    }

    private void AssertMalformed(PowerShellRun run, string file, string? profile = null)
    {
        AssertError(run.OnlyError, "CliLoginBroken", ErrorCategory.InvalidData, profile);
        Assert.Contains(Path.Combine(ViamFolder, file), run.OnlyError.Exception.Message);
    }

    private static void AssertNoSecret(PowerShellRun run, string secret)
    {
        Assert.DoesNotContain(run.Everything, text => text.Contains(secret, StringComparison.Ordinal));
        Assert.DoesNotContain(
            run.Errors,
            error => error.Exception.ToString().Contains(secret, StringComparison.Ordinal)
        );
    }

    private string Write(string file, string content)
    {
        File.WriteAllText(
            Path.Combine(ViamFolder, file),
            content,
            new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)
        );
        return content;
    }

    private static string Of(string profile) => profile + "_" + LoginFile;

    private string UserLogin(string token, DateTime expiresAt) =>
        UserLogin(token, expiresAt.ToString("O", CultureInfo.InvariantCulture));

    private string UserLogin(string token, string expiresAt) =>
        JsonSerializer.Serialize(
            new Dictionary<string, object?>
            {
                ["base_url"] = Server.Address.OriginalString,
                ["auth"] = new Dictionary<string, object?>
                {
                    ["access_token"] = token,
                    ["refresh_token"] = "refresh-" + token,
                    ["id_token"] = "id-" + token,
                    ["expires_at"] = expiresAt,
                    ["token_type"] = "user-oauth-token",
                    ["token_url"] = new Uri(Server.Address, "oauth/token"),
                    ["client_id"] = "client",
                    ["user_data"] = new Dictionary<string, object?> { ["email"] = Email, ["sub"] = "auth0|1" },
                },
                ["last_update_check"] = "",
                ["default_org"] = "",
            }
        );

    private string KeyLogin() => KeyLogin(SandboxKeys.OwnerId, SandboxKeys.OwnerKey);

    private string KeyLogin(string keyId, string key) => KeyLogin(Server.Address.OriginalString, keyId, key);

    private static string KeyLogin(
        string? address,
        string keyId = SandboxKeys.OwnerId,
        string key = SandboxKeys.OwnerKey
    ) =>
        JsonSerializer.Serialize(
            new Dictionary<string, object?> { ["base_url"] = address, ["auth"] = Key(keyId, key) }
        );

    private static string CreateProfileList(params string[] profiles) =>
        JsonSerializer.Serialize(
            profiles.ToDictionary(
                name => name,
                name => new Dictionary<string, object>
                {
                    ["Name"] = name,
                    ["APIKey"] = Key(SandboxKeys.OwnerId, SandboxKeys.OwnerKey),
                }
            )
        );

    private static Dictionary<string, string> Key(string keyId, string key) =>
        new() { ["key_id"] = keyId, ["key_crypto"] = key };

    private IEnumerable<string> Complete(string typed)
    {
        using var shell = PowerShell.Create(Engine.Runspace);
        return
        [
            .. CommandCompletion
                .CompleteInput(typed, typed.Length, null, shell)
                .CompletionMatches.Where(match => match.ResultType == CompletionResultType.ParameterValue)
                .Select(match => match.CompletionText),
        ];
    }
}
