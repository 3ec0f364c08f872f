using System.Management.Automation;
using Grpc.Core;
using Viam.Billing.Tests.Support.Engine;
using Viam.Billing.Tests.Support.Servers;

namespace Viam.Billing.Tests.Commands;

/// <summary>Messages show only the beginning of a long text. Objects contain all of it.</summary>
public sealed class LongTextTests : LocationTest
{
    private static readonly string s_long = string.Concat(Enumerable.Repeat("\U0001F600", 1000));
    private static readonly string s_shown = s_long[..200] + "…";

    [Theory]
    [InlineData("Get-ViamInvoice $long")]
    [InlineData($"Get-ViamInvoice {Acme} -InvoiceId $long")]
    [InlineData($"Get-ViamInvoice {Acme} -Status $long")]
    [InlineData($"Get-ViamInvoice {Acme} -After $long")]
    [InlineData($"Get-ViamLocation {Acme} -Name $long")]
    [InlineData("Get-ViamLocationBillingOrganization $long")]
    [InlineData($"Set-ViamLocationBillingOrganization {AssemblyLine} $long -Confirm:$false")]
    [InlineData($"Set-ViamBillingTier {Acme} $long -Confirm:$false")]
    [InlineData("Set-ViamBillingTier $long* growth -Confirm:$false")]
    [InlineData("New-ViamCharge $long 5 -Confirm:$false")]
    [InlineData($"New-ViamCharge {Acme} $long -Confirm:$false")]
    [InlineData($"New-ViamCharge {Acme} 5 -Reference $long -Confirm:$false")]
    [InlineData($"Test-ViamBudget {Acme} -Budget $long")]
    [InlineData($"Test-ViamBudget {Acme} -Budget 5 -Threshold $long")]
    [InlineData($"Save-ViamInvoicePdf $long -Organization {Acme}")]
    [InlineData("Set-ViamBillingSession -Organization $long")]
    [InlineData("[pscustomobject]@{ Organization = $long; Subtotal = 5 } | New-ViamCharge -Confirm:$false")]
    [InlineData(
        $"[pscustomobject]@{{ OrganizationId = '{Acme}'; OrganizationName = $long; Subtotal = 5 }} | New-ViamCharge"
    )]
    [InlineData(
        $"[pscustomobject]@{{ LocationId = '{AssemblyLine}'; LocationName = $long }} "
            + "| Get-ViamLocationBillingOrganization"
    )]
    [InlineData("[pscustomobject]@{ \"$long;OrganizationId\" = 'a;b' } | Get-ViamInvoice")]
    [InlineData("Connect-ViamBilling -Sandbox -Organization $long")]
    public void ArgumentIsShownInPart(string script)
    {
        ConnectAsBillingAdmin();

        var run = Run(script + " -Verbose", ("long", s_long));

        AssertShort(run);
        Assert.Contains(run.Errors.Select(static error => error.Exception.Message).Concat(run.Warnings), IsPart);
    }

    [Fact]
    public void MessageOfTheServerIsShownInPartAndKeptInTheError()
    {
        Server.Faults.Refuse("GetInvoicesSummary", StatusCode.FailedPrecondition, s_long);

        var run = Run($"Get-ViamInvoice {Acme}");

        AssertShort(run);
        Assert.EndsWith($" Server message: {s_shown}", run.OnlyError.Exception.Message);
        Assert.Equal(s_long, Assert.IsType<BillingException>(run.OnlyError.Exception).ServerMessage);
    }

    [Fact]
    public void NameOfAnOrganizationIsShownInPartAndKeptInTheObject()
    {
        ListOrganizations((Acme, s_long));

        var organization = Assert.Single(Get<Organization>("Get-ViamOrganization"));
        var run = Run("Get-ViamOrganization | Disable-ViamBillingService -WhatIf");

        Assert.Equal(s_long, organization.Name);
        Assert.Equal($"{s_shown} ({Acme})", organization.ToString());
        AssertShort(run);
        Assert.Contains($"{s_shown} ({Acme})", run.OnlyError.Exception.Message);
    }

    [Fact]
    public void TargetOfAnErrorIsWhole()
    {
        AssertError(
            Run("Get-ViamInvoice $long", ("long", s_long)).OnlyError,
            "OrganizationNotFound",
            ErrorCategory.ObjectNotFound,
            s_long
        );
    }

    private static bool IsPart(string message) => message.Contains("\U0001F600…", StringComparison.Ordinal);

    private static void AssertShort(PowerShellRun run) =>
        Assert.All(
            run.Errors.SelectMany(static error =>
                    new[] { error.ToString(), error.Exception.Message, error.ErrorDetails?.RecommendedAction ?? "" }
                )
                .Concat(run.Warnings)
                .Concat(run.Verbose),
            static message => Assert.InRange(message.Length, 0, 800)
        );
}
