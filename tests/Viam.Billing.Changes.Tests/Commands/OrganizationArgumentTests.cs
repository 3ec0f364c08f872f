using Viam.Billing.Contract;
using Viam.Billing.Sandbox.SeedData;
using Viam.Billing.Tests.Commands.Charging;
using Viam.Billing.Tests.Support.Engine;
using Viam.Billing.Tests.Support.Servers;

namespace Viam.Billing.Tests.Commands;

/// <summary>
/// What isn't an organization is an error, and never a name. A name that reads like an ID isn't taken for one.
/// </summary>
public sealed class OrganizationArgumentTests : ChargeTest
{
    private static readonly string s_acmeDigits = Guid.Parse(Acme).ToString("N");

    private protected override void Prepare() => ConnectAsBillingAdmin();

    [Theory]
    [InlineData("5 | Get-ViamInvoice")]
    [InlineData("Get-ViamInvoice -Organization 5")]
    [InlineData("[pscustomobject]@{ Organization = 5 } | Get-ViamInvoice")]
    [InlineData("[pscustomobject]@{ InvoiceId = 'x'; Organization = 5 } | Wait-ViamInvoice")]
    [InlineData("Save-ViamInvoicePdf x -Organization 5")]
    [InlineData("Get-ViamOrganization -Organization $true")]
    [InlineData("5 | Save-ViamUsageSnapshot")]
    [InlineData("New-ViamCharge -Organization 5 -Subtotal 1 -Confirm:$false")]
    [InlineData("New-ViamCharge -Organization $acme -Subtotal 1 -BrandingOrganization 5 -Confirm:$false")]
    [InlineData("[pscustomobject]@{ Organization = 5; Subtotal = 1 } | New-ViamCharge -Confirm:$false")]
    [InlineData(
        "[pscustomobject]@{ OrganizationId = $acme; Subtotal = 1; BrandingOrganization = 5 } "
            + "| New-ViamCharge -Confirm:$false"
    )]
    [InlineData(
        "[pscustomobject]@{ OrganizationId = $acme; Subtotal = 1; BrandingOrganization = @{ a = 1 } } "
            + "| New-ViamCharge -Confirm:$false"
    )]
    [InlineData(
        "[pscustomobject]@{ OrganizationId = $acme; Subtotal = 1; BrandingOrganization = $acme, $acme } "
            + "| New-ViamCharge -Confirm:$false"
    )]
    [InlineData("5 | Set-ViamBillingTier -BillingTier growth -Confirm:$false")]
    [InlineData(
        "[pscustomobject]@{ Organization = 5; OrganizationId = $acme } "
            + "| Set-ViamBillingTier -BillingTier growth -Confirm:$false"
    )]
    [InlineData(
        "[pscustomobject]@{ Organization = $acme; OrganizationId = 5 } "
            + "| Set-ViamBillingTier -BillingTier growth -Confirm:$false"
    )]
    [InlineData(
        "[pscustomobject]@{ Organization = $acme; OrgId = @(, @($acme)) } "
            + "| Set-ViamBillingTier -BillingTier growth -Confirm:$false"
    )]
    [InlineData("Set-ViamBillingSession -Organization 5")]
    public void ValueThatIsNoOrganizationIsAnErrorWithoutARequest(string script)
    {
        var run = Run(script, ("acme", Acme));

        Assert.StartsWith("InvalidOrganizationId,", run.OnlyError.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.EndsWith("/Authenticate", Assert.Single(Server.Faults.RecordedCalls).Method, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Get-ViamOutstandingBalance -Organization @($null, 'Acme*')")]
    [InlineData("Get-ViamOutstandingBalance -Organization @('Acme*', $null)")]
    [InlineData("[pscustomobject]@{ Organization = @($null, 'Acme*') } | Get-ViamOutstandingBalance")]
    [InlineData("Get-ViamBillingService -Organization @($null, 'Acme*')")]
    [InlineData("Get-ViamOrganization -Organization @($null, 'Acme*')")]
    public void NullInAnArrayIsAnErrorAndTheRestIsRead(string script)
    {
        var run = Run(script);

        Assert.StartsWith("InvalidOrganizationId,", run.OnlyError.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Single(run.Output);
    }

    [Theory]
    [InlineData("Set-ViamBillingTier -Organization @($null, $acme) growth -Confirm:$false")]
    [InlineData(
        "[pscustomobject]@{ Organization = @($null, $acme) } | Set-ViamBillingTier -BillingTier growth -Confirm:$false"
    )]
    public void NullInAnArrayOfAChangeIsAnError(string script) =>
        Assert.StartsWith(
            "InvalidOrganizationId,",
            Run(script, ("acme", Acme)).OnlyError.FullyQualifiedErrorId,
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("Set-ViamBillingTier '{0}' growth -Confirm:$false")]
    [InlineData("New-ViamCharge '{0}' 5 -Confirm:$false")]
    [InlineData("Set-ViamBillingSession -Organization '{0}'")]
    public void NameThatReadsLikeTheIdOfAnotherOrganizationIsAmbiguous(string script)
    {
        ListOrganizations((Acme, "Acme Robotics"), (Cascade, s_acmeDigits));

        var run = Run(script.Replace("{0}", s_acmeDigits, StringComparison.Ordinal));

        Assert.StartsWith("AmbiguousOrganization,", run.OnlyError.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains(Cascade, run.OnlyError.Exception.Message, StringComparison.Ordinal);
        Assert.Contains(Acme, run.OnlyError.Exception.Message, StringComparison.Ordinal);
        Assert.Empty(Requests<UpdateOrganizationBillingTierRequest>());
        Assert.Equal(0, Charges);
    }

    [Theory]
    [InlineData("N")]
    [InlineData("B")]
    [InlineData("P")]
    public void NameThatReadsLikeAnIdIsAName(string format)
    {
        var name = Guid.Parse(UnknownOrganizationId).ToString(format);
        ListOrganizations((Acme, "Acme Robotics"), (Cascade, name));

        RunSuccessfully($"Set-ViamBillingTier '{name}' growth -Confirm:$false");

        Assert.Equal(Cascade, Assert.Single(Requests<UpdateOrganizationBillingTierRequest>()).OrganizationId);
    }

    [Theory]
    [InlineData("N", 1)]
    [InlineData("B", 1)]
    [InlineData("D", 0)]
    public void IdInAnotherFormIsAnIdIfNoOrganizationHasThatName(string format, int lists)
    {
        RunSuccessfully(
            $"Set-ViamBillingTier '{Guid.Parse(Acme).ToString(format).ToUpperInvariant()}' growth -Confirm:$false"
        );

        Assert.Equal(Acme, Assert.Single(Requests<UpdateOrganizationBillingTierRequest>()).OrganizationId);
        Assert.Equal(lists, CountRequests("ListOrganizations"));
    }

    [Theory]
    [InlineData("Set-ViamBillingTier -BillingTier growth")]
    [InlineData("New-ViamCharge -Subtotal 5")]
    [InlineData("New-ViamCharge -Subtotal 5 -LedgerPath $ledger -Reference r")]
    public void PromptShowsTheNameFromTheServiceAndNotThatOfAPipedOrganization(string change)
    {
        foreach (var name in new[] { "Stale", null })
        {
            foreach (var before in new[] { "", "$null = Get-ViamOrganization; " })
            {
                ConnectAsBillingAdmin();
                var host = new FakePSHost { Choice = "No" };
                using var engine = EngineCache.Take(host);

                var run = engine.Run(
                    $"{before}$organization | {change}; Get-ViamOutstandingBalance {Acme}",
                    ("organization", new Viam.Billing.Organization { OrganizationId = Acme, Name = name }),
                    ("ledger", Ledger)
                );

                Assert.Empty(run.Errors);
                Assert.Contains(
                    $"organization Acme Robotics ({Acme})",
                    Assert.Single(host.Prompts),
                    StringComparison.Ordinal
                );
                Assert.Equal("Acme Robotics", Assert.Single(run.Of<OrganizationBalance>()).OrganizationName);
            }
        }
    }

    [Fact]
    public void PipedOrganizationDoesNotReplaceANameOfTheSession()
    {
        var balances = Get<OrganizationBalance>(
            $"$null = Get-ViamOrganization; $organization | Get-ViamOutstandingBalance",
            ("organization", new Viam.Billing.Organization { OrganizationId = Acme, Name = "Stale" })
        );

        Assert.Equal("Acme Robotics", Assert.Single(balances).OrganizationName);
    }

    [Fact]
    public void PromptShowsTheNameOfALocationFromTheService()
    {
        var host = new FakePSHost { Choice = "No" };
        using var engine = EngineCache.Take(host);

        var run = engine.Run(
            $"$null = Get-ViamLocation {Acme}; $location | Set-ViamLocationBillingOrganization "
                + $"-BillingOrganization {Acme}",
            (
                "location",
                new Viam.Billing.Location
                {
                    LocationId = SandboxLocations.AcmeFactory,
                    Name = "Stale",
                    OrganizationId = Acme,
                }
            )
        );

        Assert.Empty(run.Errors);
        Assert.Contains("location Pittsburgh Factory (", Assert.Single(host.Prompts), StringComparison.Ordinal);
    }
}
