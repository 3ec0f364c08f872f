using Viam.Billing.Grpc.Errors;
using Viam.Billing.Grpc.Mapping;
using Viam.Billing.Services;

namespace Viam.Billing.Grpc;

/// <summary>Billing tiers, and who is billed for a location.</summary>
internal sealed partial class GrpcBillingService
{
    public Task<IReadOnlyList<Location>> ListLocationsAsync(string organizationId, CallContext call) =>
        _calls.ReadAsync(
            RpcDescriptor.OfOrganization("AppService/ListLocations", organizationId),
            call,
            o => _app.ListLocationsAsync(new() { OrganizationId = organizationId }, o),
            IReadOnlyList<Location> (response) =>
                [.. response.Locations.Select(location => LocationMapper.Map(location, organizationId))]
        );

    public Task<LocationBillingOrganization> GetLocationBillingOrganizationAsync(string locationId, CallContext call) =>
        _calls.ReadAsync(
            new("BillingService/GetLocationBillingOrganization", locationId, BillingError.LocationNotFound),
            call,
            o => _billing.GetLocationBillingOrganizationAsync(new() { LocationId = locationId }, o),
            response => new LocationBillingOrganization
            {
                LocationId = locationId,
                BillingOrganizationId = ProtobufConvert.NullIfEmpty(response.BillingOrganizationId),
            }
        );

    public Task SetLocationBillingOrganizationAsync(
        string locationId,
        string billingOrganizationId,
        CallContext call
    ) =>
        _calls.ChangeAsync(
            new("BillingService/UpdateLocationBillingOrganization", locationId, BillingError.LocationNotFound),
            call,
            o =>
                _billing.UpdateLocationBillingOrganizationAsync(
                    new() { LocationId = locationId, BillingOrganizationId = billingOrganizationId },
                    o
                )
        );

    public Task<IReadOnlyList<AvailableBillingTier>> ListBillingTiersAsync(CallContext call) =>
        _calls.ReadAsync(
            new("BillingService/GetAvailableBillingTiers"),
            call,
            o => _billing.GetAvailableBillingTiersAsync(new(), o),
            static IReadOnlyList<AvailableBillingTier> (response) =>
                [.. response.Tiers.Select(static tier => new AvailableBillingTier { BillingTier = tier })]
        );

    public Task SetBillingTierAsync(string organizationId, string billingTier, CallContext call) =>
        _calls.ChangeAsync(
            RpcDescriptor.OfOrganization("BillingService/UpdateOrganizationBillingTier", organizationId),
            call,
            o =>
                _billing.UpdateOrganizationBillingTierAsync(
                    new() { OrganizationId = organizationId, BillingTier = billingTier },
                    o
                )
        );
}
