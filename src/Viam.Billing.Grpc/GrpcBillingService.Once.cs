using Viam.Billing.Contract;
using Viam.Billing.Grpc.Errors;
using Viam.Billing.Services;

namespace Viam.Billing.Grpc;

/// <summary>
/// Requests that must be processed at most once. The service can't distinguish a repeated request from a new one.
/// </summary>
internal sealed partial class GrpcBillingService
{
    public Task SendPaymentRequiredEmailAsync(
        string customerOrganizationId,
        string billingOwnerOrganizationId,
        CallContext call
    ) =>
        _calls.CallOnceAsync(
            RpcDescriptor.OfOrganization("BillingService/SendPaymentRequiredEmail", customerOrganizationId),
            call,
            o =>
                _billing.SendPaymentRequiredEmailAsync(
                    new() { CustomerOrgId = customerOrganizationId, BillingOwnerOrgId = billingOwnerOrganizationId },
                    o
                ),
            static response => response
        );

    public Task<string> ChargeAsync(ChargeRequest charge, CallContext call)
    {
        var target = RpcDescriptor.OfOrganization("BillingService/ChargeOrganization", charge.OrganizationId);
        var request = new ChargeOrganizationRequest
        {
            OrgIdToCharge = charge.OrganizationId,
            Subtotal = (double)charge.Subtotal,
            Tax = (double)charge.Tax,
            DisableConfirmationEmail = charge.NoConfirmationEmail,
        };
        if (charge.Description is not null)
        {
            request.Description = charge.Description;
        }

        if (charge.BrandingOrganizationId is not null)
        {
            request.OrgIdForBranding = charge.BrandingOrganizationId;
        }

        return _calls.CallOnceAsync(
            target,
            call,
            o => _billing.ChargeOrganizationAsync(request, o),
            static response => response.InvoiceId
        );
    }
}
