using Google.Protobuf;
using Grpc.Core;
using Viam.Billing.Contract;
using Viam.Billing.Sandbox.Pdf;
using Viam.Billing.Sandbox.State;

namespace Viam.Billing.Sandbox.Services;

/// <summary>Invoices, usage, billing tiers, and charges.</summary>
public sealed class SandboxBillingService(SandboxState state) : Contract.BillingService.BillingServiceBase
{
    // The chunk sizes in bytes, used in turn, because a client must accept chunks of any size.
    private static readonly int[] ChunkSizes = [1, 300, 17, 1024, 64];

    public override Task<GetCurrentMonthUsageResponse> GetCurrentMonthUsage(
        GetCurrentMonthUsageRequest request,
        ServerCallContext context
    ) =>
        state.AnswerAsync(
            context,
            SandboxPermission.Billing,
            access => state.Organization(access, request.OrgId).MonthUsage(state.Now)
        );

    public override Task<GetOrgBillingInformationResponse> GetOrgBillingInformation(
        GetOrgBillingInformationRequest request,
        ServerCallContext context
    ) =>
        state.AnswerAsync(
            context,
            SandboxPermission.Billing,
            access => state.Organization(access, request.OrgId).BillingInformation(access.IsBillingAdmin)
        );

    public override Task<GetInvoicesSummaryResponse> GetInvoicesSummary(
        GetInvoicesSummaryRequest request,
        ServerCallContext context
    ) =>
        state.AnswerAsync(
            context,
            SandboxPermission.Billing,
            access => state.Organization(access, request.OrgId).InvoicesSummary(state.Now)
        );

    public override async Task GetInvoicePdf(
        GetInvoicePdfRequest request,
        IServerStreamWriter<GetInvoicePdfResponse> responseStream,
        ServerCallContext context
    )
    {
        ReadOnlyMemory<byte> rest = await state
            .AnswerAsync(
                context,
                SandboxPermission.Billing,
                access =>
                {
                    var organization = state.Organization(access, request.OrgId);
                    if (request.Id.Length == 0)
                    {
                        throw RpcErrors.InvalidArgument("invoice ID required");
                    }

                    InvoiceRecord invoice =
                        organization.Invoices.Find(invoice => invoice.Id == request.Id)
                        ?? throw RpcErrors.NotFound($"invoice {request.Id} not found");
                    return InvoicePdf.Create(invoice, organization, state.Now);
                }
            )
            .ConfigureAwait(false);
        for (var i = 0; rest.Length > 0; i++)
        {
            var size = Math.Min(ChunkSizes[i % ChunkSizes.Length], rest.Length);
            var chunk = new GetInvoicePdfResponse { Chunk = UnsafeByteOperations.UnsafeWrap(rest[..size]) };
            await responseStream.WriteAsync(chunk, context.CancellationToken).ConfigureAwait(false);
            rest = rest[size..];
        }
    }

    public override Task<SendPaymentRequiredEmailResponse> SendPaymentRequiredEmail(
        SendPaymentRequiredEmailRequest request,
        ServerCallContext context
    ) =>
        state.AnswerAsync(
            context,
            SandboxPermission.Billing,
            access =>
            {
                state.SendEmail(
                    state.Organization(access, request.CustomerOrgId),
                    state.Organization(access, request.BillingOwnerOrgId)
                );
                return new SendPaymentRequiredEmailResponse();
            }
        );

    public override Task<GetAvailableBillingTiersResponse> GetAvailableBillingTiers(
        GetAvailableBillingTiersRequest request,
        ServerCallContext context
    ) =>
        state.AnswerAsync(
            context,
            SandboxPermission.BillingAdmin,
            static _ => new GetAvailableBillingTiersResponse { Tiers = { SandboxState.Tiers } }
        );

    public override Task<UpdateOrganizationBillingTierResponse> UpdateOrganizationBillingTier(
        UpdateOrganizationBillingTierRequest request,
        ServerCallContext context
    ) =>
        state.AnswerAsync(
            context,
            SandboxPermission.BillingAdmin,
            access =>
            {
                var organization = state.Organization(access, request.OrganizationId);
                if (!SandboxState.Tiers.Contains(request.BillingTier))
                {
                    throw RpcErrors.InvalidArgument($"unknown billing tier \"{request.BillingTier}\"");
                }

                organization.Tier = request.BillingTier;
                return new UpdateOrganizationBillingTierResponse();
            }
        );

    public override Task<GetLocationBillingOrganizationResponse> GetLocationBillingOrganization(
        GetLocationBillingOrganizationRequest request,
        ServerCallContext context
    ) =>
        state.AnswerAsync(
            context,
            SandboxPermission.Billing,
            access => new GetLocationBillingOrganizationResponse
            {
                BillingOrganizationId = state.Location(access, request.LocationId).BillingOrganizationId,
            }
        );

    public override Task<UpdateLocationBillingOrganizationResponse> UpdateLocationBillingOrganization(
        UpdateLocationBillingOrganizationRequest request,
        ServerCallContext context
    ) =>
        state.AnswerAsync(
            context,
            SandboxPermission.Billing,
            access =>
            {
                var location = state.Location(access, request.LocationId);
                location.BillingOrganizationId = state.Organization(access, request.BillingOrganizationId).Id;
                return new UpdateLocationBillingOrganizationResponse();
            }
        );

    public override Task<ChargeOrganizationResponse> ChargeOrganization(
        ChargeOrganizationRequest request,
        ServerCallContext context
    ) =>
        state.AnswerAsync(
            context,
            SandboxPermission.Billing,
            access => new ChargeOrganizationResponse
            {
                InvoiceId = state.Charge(
                    access,
                    ChargeOrder.From(
                        nameof(ChargeOrganization),
                        request.OrgIdToCharge,
                        request.Description,
                        request.Subtotal,
                        request.Tax,
                        request.OrgIdForBranding,
                        !request.DisableConfirmationEmail
                    )
                ),
            }
        );

    [Obsolete("Viam replaced it by ChargeOrganization.")]
    public override Task<CreateInvoiceAndChargeImmediatelyResponse> CreateInvoiceAndChargeImmediately(
        CreateInvoiceAndChargeImmediatelyRequest request,
        ServerCallContext context
    ) =>
        state.AnswerAsync(
            context,
            SandboxPermission.Billing,
            access => new CreateInvoiceAndChargeImmediatelyResponse
            {
                InvoiceId = state.Charge(
                    access,
                    ChargeOrder.From(
                        nameof(CreateInvoiceAndChargeImmediately),
                        request.OrgIdToCharge,
                        request.Description,
                        request.Amount,
                        tax: 0,
                        request.OrgIdForBranding,
                        !request.DisableEmail
                    )
                ),
            }
        );
}
