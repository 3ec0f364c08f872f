using Viam.Billing.Contract;
using Viam.Billing.Sandbox.SeedData;
using SentLocation = Viam.Billing.Contract.Location;

namespace Viam.Billing.Tests.Grpc;

public abstract partial class ReadTests
{
    [Fact]
    public async Task LocationsMatchServerResponse()
    {
        Rewrite(
            new ListLocationsResponse
            {
                Locations =
                {
                    new SentLocation
                    {
                        Id = "loc-1",
                        Name = "Factory",
                        CreatedOn = At(2024, 5, 6),
                        ParentLocationId = "loc-0",
                        RobotCount = 31,
                        Organizations =
                        {
                            new LocationOrganization { OrganizationId = "org-2" },
                            new LocationOrganization { OrganizationId = "org-1", Primary = true },
                        },
                        PrimaryOrgIdentity = new Viam.Billing.Contract.OrganizationIdentity
                        {
                            Id = "org-1",
                            Name = "One",
                        },
                    },
                },
            }
        );
        var service = await ConnectAsync();

        var locations = await service.ListLocationsAsync(Acme, Call);

        Assert.Equivalent(
            new Location
            {
                OrganizationId = Acme,
                LocationId = "loc-1",
                Name = "Factory",
                ParentLocationId = "loc-0",
                RobotCount = 31,
                PrimaryOrganizationId = "org-1",
                PrimaryOrganizationName = "One",
                CreatedOn = Utc(2024, 5, 6),
            },
            Assert.Single(locations),
            strict: true
        );
        Assert.Equal(Acme, Request<ListLocationsRequest>().OrganizationId);
    }

    [Fact]
    public async Task SandboxLocationsBelongToOrganization()
    {
        var service = await ConnectAsync();

        var locations = await service.ListLocationsAsync(Acme, Call);

        Assert.Equal(
            [
                (SandboxLocations.AcmeFactory, "Pittsburgh Factory", null, 12),
                (SandboxLocations.AcmeAssemblyLine, "Assembly Line", SandboxLocations.AcmeFactory, 31),
                ("m4y7e0g9sk", "Paint Shop", SandboxLocations.AcmeFactory, 8),
                (SandboxLocations.AcmeTestYard, "Test Yard", null, 5),
            ],
            locations.Select(location =>
                (location.LocationId, location.Name!, location.ParentLocationId, location.RobotCount)
            )
        );
    }

    [Fact]
    public async Task LocationBillingOrganizationCanBeReadAndChanged()
    {
        var service = await ConnectAsync();

        var before = await service.GetLocationBillingOrganizationAsync(SandboxLocations.LumiereWarehouse, Call);
        await service.SetLocationBillingOrganizationAsync(
            SandboxLocations.LumiereWarehouse,
            SandboxOrganizations.Lumiere,
            Call
        );
        var after = await service.GetLocationBillingOrganizationAsync(SandboxLocations.LumiereWarehouse, Call);

        Assert.Equal(
            (SandboxLocations.LumiereWarehouse, SandboxOrganizations.Harborlight),
            (before.LocationId, before.BillingOrganizationId!)
        );
        Assert.Equal(
            (SandboxLocations.LumiereWarehouse, SandboxOrganizations.Lumiere),
            (after.LocationId, after.BillingOrganizationId!)
        );
    }
}
