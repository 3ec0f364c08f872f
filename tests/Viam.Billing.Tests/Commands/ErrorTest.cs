using System.Management.Automation;
using Viam.Billing.Sandbox.SeedData;

namespace Viam.Billing.Tests.Commands;

/// <summary>Base class for tests of error records.</summary>
public abstract class ErrorTest : CmdletTest
{
    private protected const string ReadAcme = $"Get-ViamOutstandingBalance {SandboxOrganizations.Acme}";

    private protected static void AssertCause(
        ErrorRecord error,
        BillingError expected,
        string grpcStatus,
        string? serverMessage
    )
    {
        var cause = Assert.IsType<BillingException>(error.Exception);
        Assert.Equal((expected, grpcStatus, serverMessage), (cause.Error, cause.GrpcStatus, cause.ServerMessage));
    }

    private protected void AssertSessionIsUsable()
    {
        Server.Faults.Before = null;
        Assert.Equal(SandboxOrganizations.Acme, Assert.Single(Get<OrganizationBalance>(ReadAcme)).OrganizationId);
    }
}
