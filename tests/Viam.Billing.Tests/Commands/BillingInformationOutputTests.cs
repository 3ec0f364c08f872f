using System.Management.Automation;
using Viam.Billing.Sandbox.SeedData;
using Viam.Billing.Sandbox.Services;

namespace Viam.Billing.Tests.Commands;

/// <summary>
/// Output of the cmdlets for payment methods and tiers: property names and the values sent by the server.
/// </summary>
public sealed class BillingInformationOutputTests : ReadTest
{
    [Fact]
    public void CardPaymentMethodHasExpectedProperties()
    {
        var information = Information(SandboxOrganizations.Acme);

        AssertProperties(information, BillingInformationProperties);
        AssertValues(
            information,
            ("OrganizationName", "Acme Robotics"),
            ("OrganizationId", SandboxOrganizations.Acme),
            ("PaymentMethodType", "Card"),
            ("PaymentMethod", "visa 4242"),
            ("BillingEmail", "billing@acme-robotics.example"),
            ("CardBrand", "visa"),
            ("CardLastFourDigits", "4242")
        );
    }

    [Fact]
    public void UnverifiedBankAccountHasExpectedProperties()
    {
        var information = Assert.Single(
            RunSuccessfully($"Get-ViamBillingInformation {SandboxOrganizations.Bluewater} -IncludeRoutingNumber")
        );

        AssertProperties(information, BillingInformationProperties);
        AssertUtc(DateTime.UtcNow.Date.AddDays(2), information, "BankVerificationArrivalDate");
        AssertValues(
            information,
            ("OrganizationName", "Bluewater Marine Survey"),
            ("OrganizationId", SandboxOrganizations.Bluewater),
            ("PaymentMethodType", "UsBankAccount"),
            ("PaymentMethod", "First Tidewater Bank 6789"),
            ("BillingEmail", "accounts@bluewater-survey.example"),
            ("BankName", "First Tidewater Bank"),
            ("BankAccountLastFourDigits", "6789"),
            ("BankRoutingNumber", "110000000"),
            ("BankAccountType", "checking"),
            ("BankVerificationArrivalDate", Property<DateTime>(information, "BankVerificationArrivalDate")),
            ("BankVerificationUrl", "https://payments.sandbox.example/verify/bluewater")
        );
    }

    [Fact]
    public void CardWithoutDetailsHasNoCardProperties() =>
        AssertValues(
            Information(SandboxOrganizations.Fernhill),
            ("OrganizationName", "Fernhill Dairy (Vermont)"),
            ("OrganizationId", SandboxOrganizations.Fernhill),
            ("PaymentMethodType", "Card"),
            ("PaymentMethod", "Card"),
            ("BillingEmail", "owner@fernhill-dairy.example")
        );

    [Fact]
    public void MissingPaymentMethodIsUnspecified() =>
        AssertValues(
            Information(SandboxOrganizations.Lumiere),
            ("OrganizationName", "Lumière Fulfillment"),
            ("OrganizationId", SandboxOrganizations.Lumiere),
            ("PaymentMethodType", "Unspecified"),
            ("BillingEmail", "office@lumiere-fulfillment.example")
        );

    [Fact]
    public void BillingTierIsReturnedToBillingAdmins()
    {
        ConnectAsBillingAdmin();

        Assert.Equal("enterprise", Property<string>(Information(SandboxOrganizations.Acme), "BillingTier"));
    }

    [Fact]
    public void AvailableBillingTiersAreReturned()
    {
        ConnectAsBillingAdmin();

        var tiers = RunSuccessfully("Get-ViamBillingTier");

        Assert.All(tiers, tier => AssertProperties(tier, "BillingTier"));
        Assert.Equal(SandboxState.Tiers, tiers.Select(tier => Property<string>(tier, "BillingTier")));
    }

    private const string BillingInformationProperties =
        "OrganizationName OrganizationId PaymentMethodType PaymentMethod BillingEmail BillingTier "
        + "CardBrand CardLastFourDigits BankName BankAccountLastFourDigits BankRoutingNumber "
        + "BankAccountType BankVerificationArrivalDate BankVerificationUrl";

    private PSObject Information(string organizationId) =>
        Assert.Single(RunSuccessfully($"Get-ViamBillingInformation {organizationId}"));
}
