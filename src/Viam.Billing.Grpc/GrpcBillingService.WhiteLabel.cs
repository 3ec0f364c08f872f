using Viam.Billing.Grpc.Errors;
using Viam.Billing.Grpc.Mapping;
using Viam.Billing.Services;

namespace Viam.Billing.Grpc;

/// <summary>White-label billing of an organization.</summary>
internal sealed partial class GrpcBillingService
{
    // NOT_FOUND means that the organization doesn't exist or that white-label billing is disabled. The server's message
    // contains which.
    public Task<BillingServiceConfiguration> GetBillingServiceAsync(string organizationId, CallContext call) =>
        _calls.ReadAsync(
            new("AppService/GetBillingServiceConfig", organizationId),
            call,
            o => _app.GetBillingServiceConfigAsync(new() { OrgId = organizationId }, o),
            response => BillingServiceMapper.Map(response, organizationId)
        );

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
