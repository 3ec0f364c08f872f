using Grpc.Core;
using Viam.Billing.Contract;
using Viam.Billing.Sandbox.State;

namespace Viam.Billing.Sandbox.Services;

/// <summary>Organizations, locations, and white-label billing.</summary>
public sealed class SandboxAppService(SandboxState state) : AppService.AppServiceBase
{
    public override Task<ListOrganizationsResponse> ListOrganizations(
        ListOrganizationsRequest request,
        ServerCallContext context
    ) =>
        state.AnswerAsync(
            context,
            SandboxPermission.Authenticated,
            access => new ListOrganizationsResponse
            {
                Organizations =
                {
                    state.OrganizationsOf(access).Select(static organization => organization.ToMessage()),
                },
            }
        );

    public override Task<GetOrganizationResponse> GetOrganization(
        GetOrganizationRequest request,
        ServerCallContext context
    ) =>
        state.AnswerAsync(
            context,
            SandboxPermission.Authenticated,
            access => new GetOrganizationResponse
            {
                Organization = state.Organization(access, request.OrganizationId).ToMessage(),
            }
        );

    public override Task<ListLocationsResponse> ListLocations(
        ListLocationsRequest request,
        ServerCallContext context
    ) =>
        state.AnswerAsync(
            context,
            SandboxPermission.Authenticated,
            access => new ListLocationsResponse
            {
                Locations =
                {
                    state
                        .LocationsOf(state.Organization(access, request.OrganizationId))
                        .Select(static location => location.ToMessage()),
                },
            }
        );

    public override Task<EnableBillingServiceResponse> EnableBillingService(
        EnableBillingServiceRequest request,
        ServerCallContext context
    ) =>
        state.AnswerAsync(
            context,
            SandboxPermission.Billing,
            access =>
            {
                var organization = state.Organization(access, request.OrgId);
                var address = Complete(request.BillingAddress);
                if (organization.BillingAddress is not null)
                {
                    throw RpcErrors.AlreadyExists(
                        $"the billing service is already enabled for organization {organization.Id}"
                    );
                }

                organization.BillingAddress = address;
                return new EnableBillingServiceResponse();
            }
        );

    public override Task<UpdateBillingServiceResponse> UpdateBillingService(
        UpdateBillingServiceRequest request,
        ServerCallContext context
    ) =>
        state.AnswerAsync(
            context,
            SandboxPermission.Billing,
            access =>
            {
                var organization = state.Organization(access, request.OrgId);
                var address = Complete(request.BillingAddress);
                if (organization.BillingAddress is null)
                {
                    throw RpcErrors.FailedPrecondition(NotEnabled(organization));
                }

                organization.BillingAddress = address;
                return new UpdateBillingServiceResponse();
            }
        );

    public override Task<GetBillingServiceConfigResponse> GetBillingServiceConfig(
        GetBillingServiceConfigRequest request,
        ServerCallContext context
    ) =>
        state.AnswerAsync(
            context,
            SandboxPermission.Billing,
            access =>
            {
                var organization = state.Organization(access, request.OrgId);
                return organization.BillingServiceConfig() ?? throw RpcErrors.NotFound(NotEnabled(organization));
            }
        );

    public override Task<DisableBillingServiceResponse> DisableBillingService(
        DisableBillingServiceRequest request,
        ServerCallContext context
    ) =>
        state.AnswerAsync(
            context,
            SandboxPermission.Billing,
            access =>
            {
                var organization = state.Organization(access, request.OrgId);
                if (organization.BillingAddress is null)
                {
                    throw RpcErrors.FailedPrecondition(NotEnabled(organization));
                }

                organization.BillingAddress = null;
                return new DisableBillingServiceResponse();
            }
        );

    private static string NotEnabled(OrganizationRecord organization) =>
        $"the billing service is not enabled for organization {organization.Id}";

    // In the contract, only the second address line is optional.
    private static BillingAddress Complete(BillingAddress? address) =>
        address
            is {
                AddressLine1.Length: > 0,
                City.Length: > 0,
                State.Length: > 0,
                Zipcode.Length: > 0,
                Country.Length: > 0
            }
            ? address
            : throw RpcErrors.InvalidArgument("billing address needs line 1, city, state, zip code and country");
}
