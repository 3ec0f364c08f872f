using Viam.Billing.Sandbox.SeedData;
using Viam.Billing.Sandbox.State;
using Viam.Billing.Tests.Support;

namespace Viam.Billing.Tests.Grpc;

/// <summary>The sandbox compares organization IDs as the service does: as strings.</summary>
public sealed class SandboxIdTests : GrpcTest
{
    private static readonly string s_upper = SandboxOrganizations.Acme.ToUpperInvariant();

    [Fact]
    public async Task OrganizationIdInCapitalsIsNotFound()
    {
        var service = await ConnectAsync();

        var failure = await Support.Failure.CaptureAsync(service.GetOrganizationAsync(s_upper, Call));
        Assert.Equal(BillingError.OrganizationNotFound, failure.Error);
        failure = await Support.Failure.CaptureAsync(
            service.ChargeAsync(new(s_upper, 5m, 0m, null, null, NoConfirmationEmail: false), Call)
        );
        Assert.Equal(BillingError.OrganizationNotFound, failure.Error);
        Assert.Empty(State.Charges);
    }

    [Fact]
    public void KeyForAnOrganizationInCapitalsDoesNotSeeIt() =>
        Assert.False(SandboxAccess.OwnerOf(s_upper).Sees(SandboxOrganizations.Acme));
}
