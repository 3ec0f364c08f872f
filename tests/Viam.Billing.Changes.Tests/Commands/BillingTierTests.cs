using Viam.Billing.Contract;
using Viam.Billing.Sandbox.SeedData;

namespace Viam.Billing.Tests.Commands;

/// <summary>The billing tiers of organizations, from whatever the service reports of them.</summary>
public sealed class BillingTierTests : CmdletTest
{
    private const string Acme = SandboxOrganizations.Acme;

    [Fact]
    public void BillingAdminReadsTheTierOfAnOrganization()
    {
        ConnectAsBillingAdmin();
        var information = Assert.Single(Get<BillingInformation>($"Get-ViamBillingInformation {Acme}"));

        var tier = Assert.Single(Get<OrganizationBillingTier>($"Get-ViamBillingTier {Acme}"));

        Assert.NotNull(tier.BillingTier);
        Assert.Equal((Acme, information.BillingTier), (tier.OrganizationId, tier.BillingTier));
        Assert.Equal(0, CountRequests("GetCurrentMonthUsage"));
    }

    [Fact]
    public void OwnerReadsTheTierOfTheCosts()
    {
        Connect();

        var tiers = Get<OrganizationBillingTier>("$ids | Get-ViamBillingTier", ("ids", Owned));

        Assert.Equal(Owned, tiers.Select(tier => tier.OrganizationId));
        Assert.NotNull(tiers[0].BillingTier);
        Assert.Equal(0, CountRequests("GetAvailableBillingTiers"));
    }

    [Fact]
    public void TierThatIsNotReportedIsNull()
    {
        Connect();
        Server.Faults.Rewrite = static response =>
            response is GetCurrentMonthUsageResponse ? new GetCurrentMonthUsageResponse() : response;

        Assert.Null(Assert.Single(Get<OrganizationBillingTier>($"Get-ViamBillingTier {Acme}")).BillingTier);
    }
}
