using System.Management.Automation;
using System.Security;
using Viam.Billing.Commands;
using Viam.Billing.Contract.Rpc;
using Viam.Billing.Grpc.Authentication;
using Viam.Billing.Sandbox.SeedData;
using Viam.Billing.Services;
using Viam.Billing.Tests.Support.Servers;

namespace Viam.Billing.Tests.Commands;

public sealed class ConnectTests : CmdletTest
{
    private const string Key = SandboxKeys.OwnerKey;
    private const string KeyId = SandboxKeys.OwnerId;

    private string At => $"Connect-ViamBilling -Uri {Server.Address}";

    [Fact]
    public void SecureStringApiKeyIsExchangedForAccessToken()
    {
        var session = Assert.Single(
            Get<BillingSession>($"{At} -ApiKeyId {KeyId} -ApiKey $key -PassThru", ("key", Secure(Key)))
        );

        AssertKeyWasExchanged(session);
    }

    [Fact]
    public void PlainTextApiKeyIsExchangedForAccessToken() =>
        AssertKeyWasExchanged(Assert.Single(Get<BillingSession>($"{At} {KeyId} {Key} -PassThru")));

    [Fact]
    public void CredentialProvidesApiKeyIdAndApiKey()
    {
        var session = Assert.Single(
            Get<BillingSession>(
                $"{At} -Credential $credential -PassThru",
                ("credential", new PSCredential(KeyId, Secure(Key)))
            )
        );

        AssertKeyWasExchanged(session);
    }

    [Fact]
    public void EnvironmentVariablesProvideApiKeyIdAndApiKey()
    {
        Environment.SetEnvironmentVariable("VIAM_API_KEY_ID", KeyId);
        Environment.SetEnvironmentVariable("VIAM_API_KEY", Key);

        AssertKeyWasExchanged(Assert.Single(Get<BillingSession>($"{At} -PassThru")));
    }

    [Fact]
    public void AccessTokenIsSentUnchanged()
    {
        var token = Server.State.IssueToken(SandboxAccounts.Owner);

        var session = Assert.Single(
            Get<BillingSession>($"{At} -AccessToken $token -PassThru", ("token", Secure(token)))
        );

        Assert.Equal("AccessToken", session.AuthenticationType);
        Assert.Null(session.ApiKeyId);
        Assert.Equal(0, CountRequests("Authenticate"));
        Assert.All(
            Server.Faults.RecordedCalls,
            call => Assert.Equal(["Bearer " + token], call.HeaderValues("authorization"))
        );
        Assert.Equal(6, RunSuccessfully("Get-ViamOrganization").Count);
    }

    [Fact]
    public void RejectedAccessTokenCreatesNoSession()
    {
        var run = Run($"{At} -AccessToken not-a-token");

        AssertError(run.OnlyError, "AuthenticationFailed", ErrorCategory.AuthenticationError, null);
        Assert.Empty(RunSuccessfully("Get-ViamBillingSession"));
    }

    [Fact]
    public void SandboxRequiresNeitherApiKeyNorNetwork()
    {
        var session = Assert.Single(Get<BillingSession>("Connect-ViamBilling -Sandbox -PassThru"));

        Assert.True(session.IsSandbox);
        Assert.Equal("Sandbox", session.AuthenticationType);
        Assert.Equal(SandboxOrganizations.Acme, session.OrganizationId);
        Assert.Null(session.ApiKeyId);
        Assert.Equal(
            SandboxOrganizations.OfOwner,
            Get<Organization>("Get-ViamOrganization").Select(organization => organization.OrganizationId)
        );
        Assert.Empty(Server.Faults.RecordedCalls);
    }

    [Fact]
    public void SandboxSessionCanBePiped()
    {
        var invoices = Get<Invoice>("Connect-ViamBilling -Sandbox -PassThru | Get-ViamInvoice");

        Assert.Equal(24, invoices.Count);
        Assert.All(invoices, invoice => Assert.Equal(SandboxOrganizations.Acme, invoice.OrganizationId));
    }

    [Fact]
    public async Task TlsConnectionWithTrustedCertificateSucceeds()
    {
        await using var server = await TestServer.StartAsync(certificate: TestAuthority.Issue("localhost"));

        var session = Assert.Single(
            Get<BillingSession>($"Connect-ViamBilling {KeyId} {Key} -Uri localhost:{server.Address.Port} -PassThru")
        );

        Assert.Equal(server.Address, session.Uri);
        Assert.Equal("https", session.Uri.Scheme);
        Assert.Equal(6, RunSuccessfully("Get-ViamOrganization").Count);
        Assert.Equal(1, server.Faults.Count("Authenticate"));
    }

    [Fact]
    public async Task SelfSignedCertificateIsRejected()
    {
        await using var server = await TestServer.StartAsync(certificate: TestAuthority.SelfSigned("localhost"));

        var run = Run($"Connect-ViamBilling {KeyId} {Key} -Uri {server.Address}");

        AssertError(run.OnlyError, "TlsFailed", ErrorCategory.SecurityError, null);
        Assert.Empty(server.Faults.RecordedCalls);
    }

    [Theory]
    [InlineData("no-uuid")]
    [InlineData("0a4d9f3752c84e1b96fdb31e7c08a5d2")]
    public void InvalidApiKeyIdIsRejectedBeforeSendingAndNotShown(string keyId)
    {
        var run = Run($"{At} -ApiKeyId $id -ApiKey {Key}", ("id", keyId));

        // The value could be the API key itself.
        Assert.DoesNotContain(run.Everything, text => text.Contains(keyId, StringComparison.Ordinal));
        AssertError(run.OnlyError, "InvalidApiKeyId", ErrorCategory.InvalidArgument, null);
        Assert.Empty(Server.Faults.RecordedCalls);
    }

    [Theory]
    [InlineData("-ApiKeyId " + KeyId + " -ApiKey ''")]
    [InlineData("-AccessToken ''")]
    [InlineData("-Credential $empty")]
    public void EmptySecretIsRejectedBeforeSending(string parameters)
    {
        var run = Run($"{At} {parameters}", ("empty", new PSCredential(KeyId, Secure(""))));

        AssertError(run.OnlyError, "EmptySecret", ErrorCategory.InvalidArgument, null);
        Assert.Empty(Server.Faults.RecordedCalls);
    }

    [Theory]
    [InlineData("-ApiKey 9182736455", KeyId)]
    [InlineData("-ApiKey 9182736455, more", KeyId)]
    [InlineData("-AccessToken 9182736455", null)]
    public void SecretOfWrongTypeIsRejectedAndNotShown(string parameters, string? keyId)
    {
        var run = Run($"{At} {(keyId is null ? "" : "-ApiKeyId " + keyId)} {parameters}");

        Assert.Equal(
            "ParameterArgumentTransformationError,Viam.Billing.Commands.ConnectViamBillingCommand",
            run.OnlyError.FullyQualifiedErrorId
        );
        Assert.DoesNotContain("9182736455", run.OnlyError.ToString());
        Assert.DoesNotContain("9182736455", run.OnlyError.Exception.ToString());
        Assert.Empty(Server.Faults.RecordedCalls);
    }

    [Theory]
    [InlineData(null, Key, "VIAM_API_KEY_ID")]
    [InlineData(KeyId, null, "VIAM_API_KEY")]
    [InlineData("  ", Key, "VIAM_API_KEY_ID")]
    [InlineData(null, null, "VIAM_API_KEY_ID")]
    public void MissingEnvironmentVariableIsNamedInError(string? keyId, string? key, string missing)
    {
        Environment.SetEnvironmentVariable("VIAM_API_KEY_ID", keyId);
        Environment.SetEnvironmentVariable("VIAM_API_KEY", key);

        var run = Run(At);

        AssertError(run.OnlyError, "CredentialRequired", ErrorCategory.AuthenticationError, missing);
        Assert.Contains(missing, run.OnlyError.Exception.Message);
        Assert.Empty(Server.Faults.RecordedCalls);
    }

    [Fact]
    public void OrganizationIdParameterSetsDefaultOrganization()
    {
        var session = Connect("-OrganizationId " + SandboxOrganizations.Cascade.ToUpperInvariant());

        Assert.Equal(SandboxOrganizations.Cascade, session.OrganizationId);
        Assert.Equal(
            SandboxOrganizations.Cascade,
            Assert.Single(Get<OrganizationBalance>("Get-ViamOutstandingBalance")).OrganizationId
        );
    }

    [Fact]
    public void EnvironmentVariableSetsDefaultOrganization()
    {
        Environment.SetEnvironmentVariable("VIAM_PRIMARY_ORG_ID", SandboxOrganizations.Fernhill);

        Assert.Equal(SandboxOrganizations.Fernhill, Connect().OrganizationId);
        Assert.Equal(SandboxOrganizations.Cascade, Connect("-OrgId " + SandboxOrganizations.Cascade).OrganizationId);
        // The sandbox ignores the variable and uses its own organizations.
        Assert.Equal(
            SandboxOrganizations.Acme,
            Assert.Single(Get<BillingSession>("Connect-ViamBilling -Sandbox -PassThru")).OrganizationId
        );
    }

    [Fact]
    public void InvalidDefaultOrganizationIsRejectedAndSourceIsNamed()
    {
        Environment.SetEnvironmentVariable("VIAM_PRIMARY_ORG_ID", "acme");
        var error = Run($"{At} {KeyId} {Key}").OnlyError;
        AssertError(error, "InvalidOrganizationId", ErrorCategory.InvalidArgument, "acme");
        Assert.Contains("VIAM_PRIMARY_ORG_ID", error.Exception.Message);
        Assert.Empty(Server.Faults.RecordedCalls);
    }

    [Fact]
    public void TimeoutSecParameterSetsTimeout()
    {
        Assert.Equal(30, Connect().TimeoutSec);
        Assert.Equal(7, Connect("-TimeoutSec 7").TimeoutSec);
        Assert.Single(Run($"{At} {KeyId} {Key} -TimeoutSec 0").Errors);
    }

    [Fact]
    public void SessionIsReturnedOnlyWithPassThru()
    {
        Assert.Empty(RunSuccessfully($"{At} {KeyId} {Key}"));
        Assert.Same(Connect(), Assert.Single(Get<BillingSession>("Get-ViamBillingSession")));
    }

    private void AssertKeyWasExchanged(BillingSession session)
    {
        Assert.Equal("ApiKey", session.AuthenticationType);
        Assert.Equal(KeyId, session.ApiKeyId);
        Assert.Equal(Server.Address, session.Uri);
        Assert.True(session.IsOpen);
        Assert.False(session.IsSandbox);
        Assert.Null(session.OrganizationId);
        Assert.Equal(DateTimeKind.Utc, session.ConnectedAt.Kind);
        Assert.InRange(
            session.TokenExpiresAt!.Value - DateTime.UtcNow,
            TimeSpan.FromMinutes(59),
            TimeSpan.FromMinutes(60)
        );
        var call = Assert.Single(Server.Faults.RecordedCalls);
        Assert.Empty(call.HeaderValues("authorization"));
        var request = Assert.IsType<AuthenticateRequest>(call.Request);
        Assert.Equal((KeyId, "api-key", Key), (request.Entity, request.Credentials.Type, request.Credentials.Payload));
    }

    private static SecureString Secure(string plain)
    {
        var secret = new SecureString();
        foreach (var character in plain)
        {
            secret.AppendChar(character);
        }

        return secret;
    }
}
