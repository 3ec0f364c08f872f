using Viam.Billing.Contract;
using Viam.Billing.Sandbox.SeedData;
using Viam.Billing.Services;
using Viam.Billing.Tests.Support.Servers;

namespace Viam.Billing.Tests.Grpc;

/// <summary>The fields of charge and email requests.</summary>
public sealed class RequestFieldTests : AtMostOnceTest
{
    [Fact]
    public async Task ChargeRequestContainsAllFields()
    {
        var service = await ConnectAsync();

        var invoiceId = await service.ChargeAsync(
            new ChargeRequest(
                SandboxOrganizations.Fernhill,
                1234.56m,
                98.77m,
                "Réparation",
                SandboxOrganizations.Harborlight,
                NoConfirmationEmail: true
            ),
            Call
        );

        Assert.Equal(
            new ChargeOrganizationRequest
            {
                OrgIdToCharge = SandboxOrganizations.Fernhill,
                Subtotal = 1234.56,
                Tax = 98.77,
                Description = "Réparation",
                OrgIdForBranding = SandboxOrganizations.Harborlight,
                DisableConfirmationEmail = true,
            },
            Assert.Single(Faults.CallsOf("ChargeOrganization")).Request
        );
        var charge = Assert.Single(State.Charges);
        Assert.Equal((invoiceId, 1234.56m, 98.77m), (charge.InvoiceId, charge.Subtotal, charge.Tax));
    }

    [Fact]
    public async Task OmittedChargeFieldsAreNotSent()
    {
        var service = await ConnectAsync();

        await service.ChargeAsync(
            new ChargeRequest(SandboxOrganizations.Acme, 0.01m, 0m, null, null, NoConfirmationEmail: false),
            Call
        );

        var request = Assert.IsType<ChargeOrganizationRequest>(
            Assert.Single(Faults.CallsOf("ChargeOrganization")).Request
        );
        Assert.Equal((false, false), (request.HasDescription, request.HasOrgIdForBranding));
        Assert.Equal((0.01, 0.0, false), (request.Subtotal, request.Tax, request.DisableConfirmationEmail));
    }

    [Fact]
    public async Task EmailRequestContainsAllFields()
    {
        var service = await ConnectAsync();

        await service.SendPaymentRequiredEmailAsync(
            SandboxOrganizations.Fernhill,
            SandboxOrganizations.Harborlight,
            Call
        );

        Assert.Equal(
            new SendPaymentRequiredEmailRequest
            {
                CustomerOrgId = SandboxOrganizations.Fernhill,
                BillingOwnerOrgId = SandboxOrganizations.Harborlight,
            },
            Assert.Single(Faults.CallsOf("SendPaymentRequiredEmail")).Request
        );
    }
}
