using Google.Protobuf;
using Grpc.Core;
using Viam.Billing.Contract;

namespace Viam.Billing.Sandbox;

/// <summary>The world's invoices, usage, tiers and charges.</summary>
public sealed class SandboxBillingService(SandboxWorld world) : Contract.BillingService.BillingServiceBase
{
    // In bytes, in turn: a client must take chunks of any size.
    private static readonly int[] ChunkSizes = [1, 300, 17, 1024, 64];

    public override Task<GetCurrentMonthUsageResponse> GetCurrentMonthUsage(GetCurrentMonthUsageRequest request, ServerCallContext context) =>
        world.AnswerAsync(context, SandboxPermission.Billing, access => world.Organization(access, request.OrgId).CurrentMonthUsage(world.Now));

    public override Task<GetOrgBillingInformationResponse> GetOrgBillingInformation(GetOrgBillingInformationRequest request, ServerCallContext context) =>
        world.AnswerAsync(context, SandboxPermission.Billing, access => world.Organization(access, request.OrgId).BillingInformation(access.IsBillingAdmin));

    public override Task<GetInvoicesSummaryResponse> GetInvoicesSummary(GetInvoicesSummaryRequest request, ServerCallContext context) =>
        world.AnswerAsync(context, SandboxPermission.Billing, access => world.Organization(access, request.OrgId).InvoicesSummary(world.Now));

    public override async Task GetInvoicePdf(GetInvoicePdfRequest request, IServerStreamWriter<GetInvoicePdfResponse> responseStream, ServerCallContext context)
    {
        ReadOnlyMemory<byte> rest = await world.AnswerAsync(context, SandboxPermission.Billing, access =>
        {
            OrganizationRecord organization = world.Organization(access, request.OrgId);
            if (request.Id.Length == 0)
                throw Refusal.InvalidArgument("invoice ID required");
            InvoiceRecord invoice = organization.Invoices.Find(invoice => invoice.Id == request.Id)
                ?? throw Refusal.NotFound($"invoice {request.Id} not found");
            return InvoicePdf.Create(invoice, organization, world.Now);
        }).ConfigureAwait(false);
        for (int i = 0; rest.Length > 0; i++)
        {
            int size = Math.Min(ChunkSizes[i % ChunkSizes.Length], rest.Length);
            var chunk = new GetInvoicePdfResponse { Chunk = UnsafeByteOperations.UnsafeWrap(rest[..size]) };
            await responseStream.WriteAsync(chunk, context.CancellationToken).ConfigureAwait(false);
            rest = rest[size..];
        }
    }

    public override Task<SendPaymentRequiredEmailResponse> SendPaymentRequiredEmail(SendPaymentRequiredEmailRequest request, ServerCallContext context) =>
        world.AnswerAsync(context, SandboxPermission.Billing, access =>
        {
            world.SendEmail(world.Organization(access, request.CustomerOrgId), world.Organization(access, request.BillingOwnerOrgId));
            return new SendPaymentRequiredEmailResponse();
        });

    public override Task<GetAvailableBillingTiersResponse> GetAvailableBillingTiers(GetAvailableBillingTiersRequest request, ServerCallContext context) =>
        world.AnswerAsync(context, SandboxPermission.BillingAdmin, static _ => new GetAvailableBillingTiersResponse { Tiers = { SandboxWorld.Tiers } });

    public override Task<UpdateOrganizationBillingTierResponse> UpdateOrganizationBillingTier(
        UpdateOrganizationBillingTierRequest request, ServerCallContext context) =>
        world.AnswerAsync(context, SandboxPermission.BillingAdmin, access =>
        {
            OrganizationRecord organization = world.Organization(access, request.OrganizationId);
            if (!SandboxWorld.Tiers.Contains(request.BillingTier))
                throw Refusal.InvalidArgument($"unknown billing tier \"{request.BillingTier}\"");
            organization.Tier = request.BillingTier;
            return new UpdateOrganizationBillingTierResponse();
        });

    public override Task<GetLocationBillingOrganizationResponse> GetLocationBillingOrganization(
        GetLocationBillingOrganizationRequest request, ServerCallContext context) =>
        world.AnswerAsync(context, SandboxPermission.Billing, access => new GetLocationBillingOrganizationResponse
        {
            BillingOrganizationId = world.Location(access, request.LocationId).BillingOrganizationId,
        });

    public override Task<UpdateLocationBillingOrganizationResponse> UpdateLocationBillingOrganization(
        UpdateLocationBillingOrganizationRequest request, ServerCallContext context) =>
        world.AnswerAsync(context, SandboxPermission.Billing, access =>
        {
            LocationRecord location = world.Location(access, request.LocationId);
            location.BillingOrganizationId = world.Organization(access, request.BillingOrganizationId).Id;
            return new UpdateLocationBillingOrganizationResponse();
        });

    public override Task<ChargeOrganizationResponse> ChargeOrganization(ChargeOrganizationRequest request, ServerCallContext context) =>
        world.AnswerAsync(context, SandboxPermission.Billing, access => new ChargeOrganizationResponse
        {
            InvoiceId = world.Charge(access, ChargeOrder.From(
                nameof(ChargeOrganization), request.OrgIdToCharge, request.Description, request.Subtotal, request.Tax,
                request.OrgIdForBranding, !request.DisableConfirmationEmail)),
        });

    [Obsolete("Viam replaced it by ChargeOrganization.")]
    public override Task<CreateInvoiceAndChargeImmediatelyResponse> CreateInvoiceAndChargeImmediately(
        CreateInvoiceAndChargeImmediatelyRequest request, ServerCallContext context) =>
        world.AnswerAsync(context, SandboxPermission.Billing, access => new CreateInvoiceAndChargeImmediatelyResponse
        {
            InvoiceId = world.Charge(access, ChargeOrder.From(
                nameof(CreateInvoiceAndChargeImmediately), request.OrgIdToCharge, request.Description, request.Amount, tax: 0,
                request.OrgIdForBranding, !request.DisableEmail)),
        });
}
