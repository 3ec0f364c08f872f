using System.Management.Automation;
using Grpc.Core;
using Viam.Billing.Contract;
using Viam.Billing.Tests.Support.Servers;

namespace Viam.Billing.Tests.Commands;

/// <summary>Objects that name an organization of a change in several ways.</summary>
public sealed class ContradictoryObjectTests : ChangeOrganizationTest
{
    [Theory]
    [InlineData("@{ Organization = $a; OrganizationId = $b }", "Set-ViamBillingTier -BillingTier growth")]
    [InlineData("@{ OrganizationId = $a; OrgId = $b }", "Disable-ViamBillingService")]
    [InlineData("@{ Organization = 'Acme Robotics'; OrganizationId = $b }", "Set-ViamBillingTier -BillingTier growth")]
    [InlineData("@{ Organization = 'Nobody'; OrganizationId = $b }", "Set-ViamBillingTier -BillingTier growth")]
    [InlineData(
        "@{ OrganizationId = $a; CustomerOrganizationId = $b }",
        "Send-ViamPaymentRequiredEmail -BillingOwnerOrganization " + Harborlight
    )]
    [InlineData(
        "@{ LocationId = 'k3v9x2m7qa'; BillingOrganization = $a; BillingOrganizationId = [guid]$b }",
        "Set-ViamLocationBillingOrganization"
    )]
    [InlineData("@{ Organization = $a; OrgId = $b; Subtotal = 5 }", "New-ViamCharge")]
    [InlineData("@{ OrganizationName = 'Acme Robotics'; OrganizationId = $b }", "Disable-ViamBillingService")]
    [InlineData("@{ OrganizationName = 'Nobody'; OrganizationId = $b; Subtotal = 5 }", "New-ViamCharge")]
    [InlineData(
        "@{ CustomerOrganizationName = 'Acme Robotics'; CustomerOrganizationId = $b }",
        "Send-ViamPaymentRequiredEmail -BillingOwnerOrganization " + Harborlight
    )]
    [InlineData(
        "@{ LocationId = 'k3v9x2m7qa'; BillingOrganizationName = 'Acme Robotics'; BillingOrganizationId = $b }",
        "Set-ViamLocationBillingOrganization"
    )]
    [InlineData(
        "@{ Organization = @('Acme Robotics'); OrganizationId = $b }",
        "Set-ViamBillingTier -BillingTier growth"
    )]
    [InlineData("@{ Organization = $a, $b; OrganizationId = $b }", "Set-ViamBillingTier -BillingTier growth")]
    [InlineData("@{ Organization = @('Acme Robotics'); OrganizationId = $b; Subtotal = 5 }", "New-ViamCharge")]
    [InlineData(
        "@{ CustomerOrganization = @('Acme Robotics'); CustomerOrganizationId = $b }",
        "Send-ViamPaymentRequiredEmail -BillingOwnerOrganization " + Harborlight
    )]
    public void ContradictoryObjectIsRejected(string properties, string change)
    {
        var run = Run(
            $"$row = [pscustomobject]{properties}; $row | {change} -Confirm:$false",
            ("a", Acme),
            ("b", Cascade)
        );

        Assert.StartsWith("OrganizationConflict,", run.OnlyError.FullyQualifiedErrorId);
        Assert.Equal(ErrorCategory.InvalidData, run.OnlyError.CategoryInfo.Category);
        Assert.Contains(Cascade, run.OnlyError.Exception.Message);
        Assert.DoesNotContain(
            Server.Faults.RecordedCalls,
            call =>
                !call.Method.EndsWith("/Authenticate", StringComparison.Ordinal)
                && !call.Method.EndsWith("/ListOrganizations", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void ObjectThatNamesOneOrganizationInSeveralWaysIsAccepted()
    {
        RunSuccessfully(
            "[pscustomobject]@{ Organization = 'Acme Robotics'; OrganizationId = $a.ToUpper(); "
                + "OrgId = [guid]$a; OrganizationName = 'ACME robotics' } "
                + "| Set-ViamBillingTier -BillingTier growth -Confirm:$false",
            ("a", Acme)
        );

        Assert.Equal(Acme, Assert.Single(Requests<UpdateOrganizationBillingTierRequest>()).OrganizationId);
    }

    [Fact]
    public void NameBesideAnIdIsIgnoredIfOrganizationsCannotBeListed()
    {
        Server.Faults.Refuse("ListOrganizations", StatusCode.PermissionDenied, "no list");

        RunSuccessfully(
            "[pscustomobject]@{ OrganizationName = 'Nobody'; OrganizationId = $a } "
                + "| Set-ViamBillingTier -BillingTier growth -Confirm:$false",
            ("a", Acme)
        );

        Assert.Equal(Acme, Assert.Single(Requests<UpdateOrganizationBillingTierRequest>()).OrganizationId);
    }

    [Fact]
    public void NameOfAnOrganizationThatIsNotListedIsIgnored()
    {
        ListOrganizations((Acme, "Acme Robotics"));

        RunSuccessfully(
            "[pscustomobject]@{ OrganizationName = 'Orchards'; OrganizationId = $b } | "
                + "Set-ViamBillingTier -BillingTier growth -Confirm:$false",
            ("b", Cascade)
        );

        Assert.Equal(Cascade, Assert.Single(Requests<UpdateOrganizationBillingTierRequest>()).OrganizationId);
    }

    [Fact]
    public void FormerNameInAnObjectOfThisModuleIsNoContradiction()
    {
        var balances = RunSuccessfully($"$balance = Get-ViamOutstandingBalance {Acme}; $balance");
        Assert.Equal("Acme Robotics", Property<string>(balances[0], "OrganizationName"));
        ListOrganizations((Acme, "Renamed"));
        var lists = Lists;

        RunSuccessfully("$balance | Set-ViamBillingTier -BillingTier growth -Confirm:$false");

        Assert.Equal(Acme, Assert.Single(Requests<UpdateOrganizationBillingTierRequest>()).OrganizationId);
        Assert.Equal(lists, Lists);
    }

    [Fact]
    public void ObjectsThatNothingIsTakenFromDoNotRepeatAChange()
    {
        var run = Run($"1..3 | Set-ViamBillingTier -Organization {Acme} growth -Confirm:$false");

        Assert.Equal(3, run.Errors.Count);
        Assert.All(run.Errors, error => Assert.StartsWith("InputNotSupported,", error.FullyQualifiedErrorId));
        Assert.Empty(Requests<UpdateOrganizationBillingTierRequest>());
    }

    [Fact]
    public void ReferenceWhoseNameMeansAnotherOrganizationIsRejected()
    {
        const string Row = "[pscustomobject]@{ Reference = 'r-1'; Organization = 'Acme Robotics'; Subtotal = 5 }";
        var charge = $"{Row} | New-ViamCharge -LedgerPath $ledger -Confirm:$false";
        var made = Assert.Single(Get<Charge>(charge, ("ledger", Ledger)));
        Assert.Equal(("Acme Robotics", Acme), (made.OrganizationName, made.OrganizationId));
        Assert.Contains(Acme, File.ReadAllText(Ledger), StringComparison.Ordinal);
        Assert.DoesNotContain("Acme Robotics", File.ReadAllText(Ledger), StringComparison.Ordinal);

        ListOrganizations((Acme, "Acme Robotics (old)"), (Cascade, "Acme Robotics"));
        var run = Run(charge);

        AssertError(run.OnlyError, "ReferenceReused", ErrorCategory.InvalidArgument, "r-1");
        Assert.Empty(run.Output);
        Assert.Equal(1, Charges);
    }
}
