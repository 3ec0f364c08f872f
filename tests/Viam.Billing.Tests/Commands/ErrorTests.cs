using System.Management.Automation;
using System.Net;
using System.Net.Sockets;
using Grpc.Core;
using Viam.Billing.Contract;
using Viam.Billing.Grpc.Authentication;
using Viam.Billing.Sandbox.SeedData;
using Viam.Billing.Tests.Support.Servers;

namespace Viam.Billing.Tests.Commands;

/// <summary>Each failure is one error record with an id of its own; afterwards the session works.</summary>
public sealed class ErrorTests : CmdletTest
{
    private const string WithKey = $"Connect-ViamBilling {SandboxKeys.OwnerId} {SandboxKeys.OwnerKey}";
    private const string ReadAcme = $"Get-ViamOutstandingBalance {SandboxOrganizations.Acme}";

    [Theory]
    [InlineData(SandboxKeys.OwnerId, "another-key")]
    [InlineData(Nobody, SandboxKeys.OwnerKey)]
    public void AWrongKey(string keyId, string key)
    {
        var error = Run($"Connect-ViamBilling {keyId} {key} -Uri {Server.Address}").OnlyError;

        AssertError(error, "AuthenticationFailed", ErrorCategory.AuthenticationError, null);
        AssertCause(error, BillingError.AuthenticationFailed, "PERMISSION_DENIED", "failed to authenticate: unknown API key ID or wrong API key");
        AssertConnectingWorks();
    }

    [Fact]
    public void AHostThatNobodyKnows()
    {
        var error = Run(WithKey + " -Uri x.invalid").OnlyError;

        AssertError(error, "HostNotFound", ErrorCategory.ConnectionError, null);
        Assert.Contains("x.invalid", error.Exception.Message);
        AssertCause(error, BillingError.HostNotFound, "UNAVAILABLE", null);
        AssertConnectingWorks();
    }

    [Fact]
    public void APortAtWhichNobodyListens()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        taken.Stop();

        var error = Run($"{WithKey} -Uri http://127.0.0.1:{port}").OnlyError;

        AssertError(error, "ConnectionRefused", ErrorCategory.ConnectionError, null);
        Assert.Contains($"127.0.0.1:{port}", error.Exception.Message);
        AssertConnectingWorks();
    }

    [Fact]
    public async Task AServerThatDoesNotAnswer()
    {
        Connect("-TimeoutSec 1");
        var hanging = HangingCall.At(Server, "GetInvoicesSummary");

        var error = Run(ReadAcme).OnlyError;

        AssertError(error, "DeadlineExceeded", ErrorCategory.OperationTimeout, SandboxOrganizations.Acme);
        AssertCause(error, BillingError.DeadlineExceeded, "DEADLINE_EXCEEDED", null);
        Assert.Contains("-TimeoutSec", error.ErrorDetails.RecommendedAction);
        await hanging.Cancelled;
        AssertTheSessionWorks();
    }

    [Fact]
    public void NoPermissionForBilling()
    {
        Succeed($"Connect-ViamBilling {SandboxKeys.MemberId} {SandboxKeys.MemberKey} -Uri {Server.Address}");

        var error = Run(ReadAcme).OnlyError;

        AssertError(error, "PermissionDenied", ErrorCategory.PermissionDenied, SandboxOrganizations.Acme);
        AssertCause(error, BillingError.PermissionDenied, "PERMISSION_DENIED", "the key has no permission for billing");
        Assert.Equal(6, Succeed("Get-ViamOrganization").Count);
    }

    [Fact]
    public void NoPermissionForTiers()
    {
        Connect();

        AssertError(Run("Get-ViamBillingTier").OnlyError, "PermissionDenied", ErrorCategory.PermissionDenied, null);

        AssertTheSessionWorks();
    }

    [Fact]
    public void AnOrganizationThatTheKeyDoesNotSee()
    {
        Connect();

        AssertError(Run($"Get-ViamInvoice {SandboxOrganizations.Meridian}").OnlyError, "PermissionDenied", ErrorCategory.PermissionDenied, SandboxOrganizations.Meridian);

        AssertTheSessionWorks();
    }

    [Theory]
    [InlineData("Get-ViamInvoice " + Nobody, "OrganizationNotFound", Nobody)]
    [InlineData("Get-ViamOrganization -OrganizationId " + Nobody, "OrganizationNotFound", Nobody)]
    [InlineData("Get-ViamLocationBillingOrganization nowhere", "LocationNotFound", "nowhere")]
    [InlineData("Get-ViamOrganization 'No One'", "OrganizationNotFound", "No One")]
    public void WhatWasNamedAndIsNotThere(string script, string id, string target)
    {
        Connect();

        AssertError(Run(script).OnlyError, id, ErrorCategory.ObjectNotFound, target);

        AssertTheSessionWorks();
    }

    [Theory]
    [InlineData(StatusCode.ResourceExhausted, "RateLimited", ErrorCategory.LimitsExceeded)]
    [InlineData(StatusCode.Unimplemented, "NotSupported", ErrorCategory.NotImplemented)]
    [InlineData(StatusCode.InvalidArgument, "InvalidRequest", ErrorCategory.InvalidArgument)]
    [InlineData(StatusCode.FailedPrecondition, "PreconditionFailed", ErrorCategory.InvalidOperation)]
    [InlineData(StatusCode.AlreadyExists, "AlreadyExists", ErrorCategory.ResourceExists)]
    [InlineData(StatusCode.Internal, "ServiceError", ErrorCategory.NotSpecified)]
    [InlineData((StatusCode)99, "ServiceError", ErrorCategory.NotSpecified)]
    public void AStatusOfTheService(StatusCode status, string id, ErrorCategory category)
    {
        Connect();
        Server.Faults.Before = _ => throw new RpcException(new Status(status, "words of the service"));

        var error = Run(ReadAcme).OnlyError;

        AssertError(error, id, category, SandboxOrganizations.Acme);
        Assert.Contains("words of the service", error.Exception.Message);
        Assert.Equal(1, Sent("GetInvoicesSummary"));
        AssertTheSessionWorks();
    }

    [Fact]
    public void AServiceThatIsAwayIsTriedAgainBeforeItIsAnError()
    {
        Connect();
        Server.Faults.Before = _ => throw new RpcException(new Status(StatusCode.Unavailable, "away"));

        var error = Run(ReadAcme).OnlyError;

        AssertError(error, "ServiceUnavailable", ErrorCategory.ResourceUnavailable, SandboxOrganizations.Acme);
        Assert.Equal(4, Sent("GetInvoicesSummary"));
        AssertTheSessionWorks();
    }

    [Fact]
    public void ATokenThatTheServiceNoLongerTakesIsRenewedUnseen()
    {
        Connect();
        Server.World.RevokeTokens();

        AssertTheSessionWorks();

        Assert.Equal(2, Sent("Authenticate"));
    }

    [Fact]
    public void AnAccessTokenThatTheServiceNoLongerTakesIsAnError()
    {
        Succeed("Connect-ViamBilling -AccessToken $token -Uri $uri", ("token", Server.World.IssueToken(SandboxAccounts.Owner)), ("uri", Server.Address.ToString()));
        Server.World.RevokeTokens();

        AssertError(Run(ReadAcme).OnlyError, "AuthenticationFailed", ErrorCategory.AuthenticationError, SandboxOrganizations.Acme);
    }

    [Fact]
    public void ErrorActionStopLetsAScriptCatchTheModulesException()
    {
        Connect();

        var caught = Succeed($"try {{ Get-ViamInvoice {Nobody} -ErrorAction Stop }} catch [Viam.Billing.BillingException] {{ $_.Exception.Error, $_.Exception.GrpcStatus, $_.TargetObject }}");

        Assert.Equal([BillingError.OrganizationNotFound, "NOT_FOUND", Nobody], caught.Select(item => item.BaseObject));
    }

    [Fact]
    public void AFailedConnectCanBeCaughtTheSameWay()
    {
        var caught = Succeed($"try {{ Connect-ViamBilling {SandboxKeys.OwnerId} wrong -Uri {Server.Address} }} catch [Viam.Billing.BillingException] {{ $_.Exception.Error }}");

        Assert.Equal([BillingError.AuthenticationFailed], caught.Select(item => item.BaseObject));
    }

    [Fact]
    public void ErrorActionStopEndsAtTheFirstFailure()
    {
        Connect();

        var run = Run($"Get-ViamOutstandingBalance {SandboxOrganizations.Acme}, {Nobody}, {SandboxOrganizations.Cascade} -ErrorAction Stop");

        Assert.Equal(SandboxOrganizations.Acme, Assert.Single(run.Of<OrganizationBalance>()).OrganizationId);
        Assert.StartsWith("OrganizationNotFound,", run.OnlyError.FullyQualifiedErrorId);
        AssertTheSessionWorks();
    }

    [Fact]
    public void AnAnswerWithoutAnOrganizationMeansThereIsNone()
    {
        Connect();
        Server.Faults.Rewrite = response => response is GetOrganizationResponse ? new GetOrganizationResponse() : response;

        AssertError(
            Run($"Get-ViamOrganization -OrganizationId {SandboxOrganizations.Acme}").OnlyError, "OrganizationNotFound", ErrorCategory.ObjectNotFound, SandboxOrganizations.Acme);
    }

    private static void AssertCause(ErrorRecord error, BillingError expected, string grpcStatus, string? serverMessage)
    {
        var cause = Assert.IsType<BillingException>(error.Exception);
        Assert.Equal((expected, grpcStatus, serverMessage), (cause.Error, cause.GrpcStatus, cause.ServerMessage));
    }

    private void AssertConnectingWorks()
    {
        Connect();
        AssertTheSessionWorks();
    }

    private void AssertTheSessionWorks()
    {
        Server.Faults.Before = null;
        Assert.Equal(SandboxOrganizations.Acme, Assert.Single(Get<OrganizationBalance>(ReadAcme)).OrganizationId);
    }
}
