using System.Management.Automation;
using Viam.Billing.Sandbox.SeedData;
using Viam.Billing.Tests.Support.Servers;

namespace Viam.Billing.Tests.Commands;

/// <summary>Connecting: access tokens, the sandbox, TLS, and the default organization.</summary>
public sealed class ConnectTests : ConnectTest
{
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
}
