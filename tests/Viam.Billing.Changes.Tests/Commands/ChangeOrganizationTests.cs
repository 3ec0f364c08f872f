using System.Management.Automation;
using Grpc.Core;
using Viam.Billing.Contract;
using Viam.Billing.Sandbox.SeedData;
using Viam.Billing.Tests.Support.Engine;
using Viam.Billing.Tests.Support.Servers;

namespace Viam.Billing.Tests.Commands;

/// <summary>Organizations of changes: IDs or exact names, from a list of the moment.</summary>
public sealed class ChangeOrganizationTests : ChangeOrganizationTest
{
    [Fact]
    public void NamesAreLookedUpInOneFreshListPerPipeline()
    {
        RunSuccessfully("$null = Get-ViamOrganization");
        ListOrganizations((Acme, "Renamed"), (Cascade, "Acme Robotics"));

        var tiers = Get<OrganizationBillingTier>(
            "'Renamed', 'acme ROBOTICS', $id | Set-ViamBillingTier -BillingTier growth -PassThru -Confirm:$false",
            ("id", Harborlight)
        );

        Assert.Equal([Acme, Cascade, Harborlight], tiers.Select(tier => tier.OrganizationId));
        Assert.Equal(
            ["Renamed", "Acme Robotics", "Harborlight Integrators"],
            tiers.Select(tier => tier.OrganizationName)
        );
        Assert.Equal(2, Lists);
    }

    [Theory]
    [InlineData("Set-ViamBillingTier '{0}' growth")]
    [InlineData("Disable-ViamBillingService '{0}'")]
    [InlineData("Send-ViamPaymentRequiredEmail '{0}' " + Harborlight)]
    [InlineData("Send-ViamPaymentRequiredEmail " + Acme + " '{0}'")]
    [InlineData("Set-ViamLocationBillingOrganization " + SandboxLocations.AcmeFactory + " '{0}'")]
    [InlineData("New-ViamCharge '{0}' 5")]
    [InlineData("New-ViamCharge " + Acme + " 5 -BrandingOrganization '{0}'")]
    public void WildcardsAndUnknownNamesAreRejected(string change)
    {
        foreach (
            var (name, id, category) in new[]
            {
                ("Acme*", "WildcardNotSupported", ErrorCategory.InvalidArgument),
                ("Acme", "OrganizationNotFound", ErrorCategory.ObjectNotFound),
                (" ", "InvalidOrganizationId", ErrorCategory.InvalidArgument),
            }
        )
        {
            AssertError(
                Run(change.Replace("{0}", name, StringComparison.Ordinal) + " -Confirm:$false").OnlyError,
                id,
                category,
                name
            );
        }
        Assert.Equal(
            ["Authenticate", "ListOrganizations", "ListOrganizations"],
            Server.Faults.RecordedCalls.Select(call => call.Method.Split('/')[^1])
        );
    }

    [Fact]
    public void FailedListIsAnErrorPerNameAndIsRequestedOnce()
    {
        Server.Faults.Refuse("ListOrganizations", StatusCode.PermissionDenied, "no list");

        var run = Run($"'One', '{Acme}', 'Two' | Set-ViamBillingTier -BillingTier growth -Confirm:$false");

        Assert.Equal(["One", "Two"], run.Errors.Select(error => error.TargetObject));
        Assert.All(run.Errors, error => Assert.StartsWith("PermissionDenied,", error.FullyQualifiedErrorId));
        Assert.Equal(Acme, Assert.Single(Requests<UpdateOrganizationBillingTierRequest>()).OrganizationId);
        Assert.Equal(1, Lists);
    }

    [Theory]
    [InlineData(
        $"Set-ViamBillingTier {Acme} growth",
        $"organization Acme Robotics ({Acme})",
        "Set billing tier from 'enterprise' to 'growth'"
    )]
    [InlineData(
        "Disable-ViamBillingService 'Harborlight Integrators'",
        $"organization Harborlight Integrators ({Harborlight})",
        "Disable white-label billing"
    )]
    [InlineData(
        $"Get-ViamLocation {Acme} -Name 'Assembly Line' | Set-ViamLocationBillingOrganization "
            + $"-BillingOrganization {Harborlight}",
        "location Assembly Line (p8d1w6z4ty)",
        $"Change the billing organization from Acme Robotics ({Acme}) to Harborlight Integrators ({Harborlight})"
    )]
    [InlineData(
        $"Send-ViamPaymentRequiredEmail 'Lumière Fulfillment' {Harborlight} -Confirm",
        $"organization Lumière Fulfillment ({SandboxOrganizations.Lumiere})",
        $"Send a payment-required email from organization Harborlight Integrators ({Harborlight})"
    )]
    [InlineData("New-ViamCharge 'Acme Robotics' 5", $"organization Acme Robotics ({Acme})", "Charge 5.00 USD")]
    public void PromptShowsNameAndId(string change, string target, string action)
    {
        var host = new FakePSHost { Choice = "No" };
        using var engine = EngineCache.Take(host);

        Assert.Empty(engine.Run(change).Errors);

        Assert.Contains(
            $"Performing the operation \"{action}\" on target \"{target}\".",
            Assert.Single(host.Prompts),
            StringComparison.Ordinal
        );
        Assert.Equal(1, Lists);
    }

    [Theory]
    [InlineData("New-ViamCharge {0} 5 -Confirm:$false")]
    [InlineData(
        "[pscustomobject]@{ Reference = 'r'; OrganizationId = '{0}'; Subtotal = 5 } "
            + "| New-ViamCharge -LedgerPath $ledger -Confirm:$false"
    )]
    public void ChargeHasOrganizationNameWithoutDelay(string script)
    {
        var charge = Assert.Single(
            Get<Charge>(script.Replace("{0}", Acme, StringComparison.Ordinal), ("ledger", Ledger))
        );

        Assert.Equal("Acme Robotics", charge.OrganizationName);
        Assert.Equal(1, Lists);
    }

    [Fact]
    public void ChargeIsWrittenWhenTheListOfNamesDoesNotArrive()
    {
        Server.Faults.On("ListOrganizations", FaultExtensions.HangAsync);

        var charge = Assert.Single(Get<Charge>($"New-ViamCharge {Acme} 5 -Confirm:$false"));

        Assert.Null(charge.OrganizationName);
        Assert.Equal(1, Charges);
    }
}
