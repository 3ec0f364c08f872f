using System.Management.Automation;
using Grpc.Core;
using Viam.Billing.Contract;
using Viam.Billing.Sandbox.SeedData;
using Viam.Billing.Tests.Support.Servers;

namespace Viam.Billing.Tests.Commands;

/// <summary>Each failure writes one error record with its own ID, and the session remains usable.</summary>
public sealed class ErrorTests : ErrorTest
{
    [Fact]
    public async Task UnresponsiveServerFailsWithDeadlineExceeded()
    {
        Connect("-TimeoutSec 1");
        var hanging = HangingRequest.At(Server, "GetInvoicesSummary");

        var error = Run(ReadAcme).OnlyError;

        AssertError(error, "DeadlineExceeded", ErrorCategory.OperationTimeout, SandboxOrganizations.Acme);
        AssertCause(error, BillingError.DeadlineExceeded, "DEADLINE_EXCEEDED", null);
        Assert.Contains("-TimeoutSec", error.ErrorDetails.RecommendedAction);
        await hanging.Cancelled;
        AssertSessionIsUsable();
    }

    [Fact]
    public void MissingBillingPermissionFailsWithPermissionDenied()
    {
        RunSuccessfully($"Connect-ViamBilling {SandboxKeys.MemberId} {SandboxKeys.MemberKey} -Uri {Server.Address}");

        var error = Run(ReadAcme).OnlyError;

        AssertError(error, "PermissionDenied", ErrorCategory.PermissionDenied, SandboxOrganizations.Acme);
        AssertCause(error, BillingError.PermissionDenied, "PERMISSION_DENIED", "the key has no permission for billing");
        Assert.Equal(6, RunSuccessfully("Get-ViamOrganization").Count);
    }

    [Fact]
    public void MissingTierPermissionFailsWithPermissionDenied()
    {
        Connect();

        AssertError(Run("Get-ViamBillingTier").OnlyError, "PermissionDenied", ErrorCategory.PermissionDenied, null);

        AssertSessionIsUsable();
    }

    [Fact]
    public void InaccessibleOrganizationFailsWithPermissionDenied()
    {
        Connect();

        AssertError(
            Run($"Get-ViamInvoice {SandboxOrganizations.Meridian}").OnlyError,
            "PermissionDenied",
            ErrorCategory.PermissionDenied,
            SandboxOrganizations.Meridian
        );

        AssertSessionIsUsable();
    }

    [Theory]
    [InlineData("Get-ViamInvoice " + UnknownOrganizationId, "OrganizationNotFound", UnknownOrganizationId)]
    [InlineData(
        "Get-ViamOrganization -OrganizationId " + UnknownOrganizationId,
        "OrganizationNotFound",
        UnknownOrganizationId
    )]
    [InlineData("Get-ViamLocationBillingOrganization nowhere", "LocationNotFound", "nowhere")]
    [InlineData("Get-ViamOrganization 'No One'", "OrganizationNotFound", "No One")]
    public void MissingResourceFailsWithNotFoundError(string script, string id, string target)
    {
        Connect();

        AssertError(Run(script).OnlyError, id, ErrorCategory.ObjectNotFound, target);

        AssertSessionIsUsable();
    }

    [Theory]
    [InlineData(StatusCode.ResourceExhausted, "RateLimited", ErrorCategory.LimitsExceeded)]
    [InlineData(StatusCode.Unimplemented, "NotSupported", ErrorCategory.NotImplemented)]
    [InlineData(StatusCode.InvalidArgument, "InvalidRequest", ErrorCategory.InvalidArgument)]
    [InlineData(StatusCode.FailedPrecondition, "PreconditionFailed", ErrorCategory.InvalidOperation)]
    [InlineData(StatusCode.AlreadyExists, "AlreadyExists", ErrorCategory.ResourceExists)]
    [InlineData(StatusCode.Internal, "ServiceError", ErrorCategory.NotSpecified)]
    [InlineData((StatusCode)99, "ServiceError", ErrorCategory.NotSpecified)]
    public void GrpcStatusIsMappedToErrorIdAndCategory(StatusCode status, string id, ErrorCategory category)
    {
        Connect();
        Server.Faults.Before = _ => throw new RpcException(new Status(status, "words of the service"));

        var error = Run(ReadAcme).OnlyError;

        AssertError(error, id, category, SandboxOrganizations.Acme);
        Assert.Contains("words of the service", error.Exception.Message);
        Assert.Equal(1, CountRequests("GetInvoicesSummary"));
        AssertSessionIsUsable();
    }

    [Fact]
    public void UnavailableServiceIsRetriedBeforeErrorIsWritten()
    {
        Connect();
        Server.Faults.Before = _ => throw new RpcException(new Status(StatusCode.Unavailable, "away"));

        var error = Run(ReadAcme).OnlyError;

        AssertError(error, "ServiceUnavailable", ErrorCategory.ResourceUnavailable, SandboxOrganizations.Acme);
        Assert.Equal(4, CountRequests("GetInvoicesSummary"));
        AssertSessionIsUsable();
    }

    [Fact]
    public void RevokedTokenIsRenewedWithoutError()
    {
        Connect();
        Server.State.RevokeTokens();

        AssertSessionIsUsable();

        Assert.Equal(2, CountRequests("Authenticate"));
    }

    [Fact]
    public void RevokedAccessTokenFailsWithAuthenticationFailed()
    {
        RunSuccessfully(
            "Connect-ViamBilling -AccessToken $token -Uri $uri",
            ("token", Server.State.IssueToken(SandboxAccounts.Owner)),
            ("uri", Server.Address.ToString())
        );
        Server.State.RevokeTokens();

        AssertError(
            Run(ReadAcme).OnlyError,
            "AuthenticationFailed",
            ErrorCategory.AuthenticationError,
            SandboxOrganizations.Acme
        );
    }

    [Fact]
    public void ErrorActionStopThrowsBillingException()
    {
        Connect();

        var caught = RunSuccessfully(
            $"try {{ Get-ViamInvoice {UnknownOrganizationId} -ErrorAction Stop }} catch "
                + $"[Viam.Billing.BillingException] {{ $_.Exception.Error, $_.Exception.GrpcStatus, "
                + $"$_.TargetObject }}"
        );

        Assert.Equal(
            [BillingError.OrganizationNotFound, "NOT_FOUND", UnknownOrganizationId],
            caught.Select(item => item.BaseObject)
        );
    }

    [Fact]
    public void ErrorActionStopEndsAtFirstError()
    {
        Connect();

        var run = Run(
            $"Get-ViamOutstandingBalance {SandboxOrganizations.Acme}, {UnknownOrganizationId}, "
                + $"{SandboxOrganizations.Cascade} -ErrorAction Stop"
        );

        Assert.Equal(SandboxOrganizations.Acme, Assert.Single(run.Of<OrganizationBalance>()).OrganizationId);
        Assert.StartsWith("OrganizationNotFound,", run.OnlyError.FullyQualifiedErrorId);
        AssertSessionIsUsable();
    }

    [Fact]
    public void ResponseWithoutOrganizationFailsWithOrganizationNotFound()
    {
        Connect();
        Server.Faults.Rewrite = response =>
            response is GetOrganizationResponse ? new GetOrganizationResponse() : response;

        AssertError(
            Run($"Get-ViamOrganization -OrganizationId {SandboxOrganizations.Acme}").OnlyError,
            "OrganizationNotFound",
            ErrorCategory.ObjectNotFound,
            SandboxOrganizations.Acme
        );
    }
}
