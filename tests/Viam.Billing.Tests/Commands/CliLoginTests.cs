using System.Globalization;
using System.Management.Automation;
using Viam.Billing.Contract.Rpc;
using Viam.Billing.Sandbox.SeedData;
using Viam.Billing.Sessions;
using Viam.Billing.Tests.Support.Servers;

namespace Viam.Billing.Tests.Commands;

/// <summary>Connecting with the login that the Viam CLI stores on disk, in a temporary home folder.</summary>
public sealed class CliLoginTests : CliLoginTest
{
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
    public void EnvironmentVariableSetsFolder()
    {
        var elsewhere = Directory.CreateDirectory(Path.Combine(Root.FullName, "elsewhere")).FullName;
        File.WriteAllText(Path.Combine(elsewhere, LoginFile), KeyLogin());
        Environment.SetEnvironmentVariable(FolderVariable, elsewhere);

        Assert.Single(Get<BillingSession>("Connect-ViamBilling -CliLogin -PassThru"));
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
}
