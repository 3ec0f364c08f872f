using Viam.Billing.Grpc.Errors;
using Viam.Billing.Grpc.Mapping;
using Viam.Billing.Services;

namespace Viam.Billing.Grpc;

/// <summary>White-label billing of an organization.</summary>
internal sealed partial class GrpcBillingService
{
    public async Task<BillingServiceConfiguration> GetBillingServiceAsync(string organizationId, CallContext call)
    {
        try
        {
            return await _calls
                .ReadAsync(
                    new("AppService/GetBillingServiceConfig", organizationId),
                    call,
                    o => _app.GetBillingServiceConfigAsync(new() { OrgId = organizationId }, o),
                    response => BillingServiceMapper.Map(response, organizationId)
                )
                .ConfigureAwait(false);
        }
        catch (BillingException exception)
            when (exception.Error is BillingError.NotFound or BillingError.PreconditionFailed)
        {
            // NOT_FOUND can mean the organization. If it exists, white-label billing is off.
            await GetOrganizationAsync(organizationId, call).ConfigureAwait(false);
            return new BillingServiceConfiguration { OrganizationId = organizationId };
        }
    }

    public Task EnableBillingServiceAsync(string organizationId, BillingAddress address, CallContext call) =>
        _calls.ChangeAsync(
            RpcDescriptor.OfOrganization("AppService/EnableBillingService", organizationId),
            call,
            o =>
                _app.EnableBillingServiceAsync(
                    new() { OrgId = organizationId, BillingAddress = BillingServiceMapper.Map(address) },
                    o
                )
        );

    public Task SetBillingServiceAsync(string organizationId, BillingAddress address, CallContext call) =>
        _calls.ChangeAsync(
            RpcDescriptor.OfOrganization("AppService/UpdateBillingService", organizationId),
            call,
            o =>
                _app.UpdateBillingServiceAsync(
                    new() { OrgId = organizationId, BillingAddress = BillingServiceMapper.Map(address) },
                    o
                )
        );

    public Task DisableBillingServiceAsync(string organizationId, CallContext call) =>
        _calls.ChangeAsync(
            RpcDescriptor.OfOrganization("AppService/DisableBillingService", organizationId),
            call,
            o => _app.DisableBillingServiceAsync(new() { OrgId = organizationId }, o)
        );
}
