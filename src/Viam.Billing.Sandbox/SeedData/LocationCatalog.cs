using Viam.Billing.Sandbox.State;

namespace Viam.Billing.Sandbox.SeedData;

/// <summary>The locations of a sandbox.</summary>
internal static class LocationCatalog
{
    internal static IEnumerable<LocationRecord> Create(IReadOnlyDictionary<string, OrganizationRecord> organizations)
    {
        var acme = organizations[SandboxOrganizations.Acme];
        var bluewater = organizations[SandboxOrganizations.Bluewater];
        var cascade = organizations[SandboxOrganizations.Cascade];
        var harborlight = organizations[SandboxOrganizations.Harborlight];
        var lumiere = organizations[SandboxOrganizations.Lumiere];
        var fernhill = organizations[SandboxOrganizations.Fernhill];
        var meridian = organizations[SandboxOrganizations.Meridian];
        return
        [
            Of(SandboxLocations.AcmeFactory, "Pittsburgh Factory", 12, "", [acme]),
            Of(SandboxLocations.AcmeAssemblyLine, "Assembly Line", 31, SandboxLocations.AcmeFactory, [acme]),
            Of("m4y7e0g9sk", "Paint Shop", 8, SandboxLocations.AcmeFactory, [acme]),
            Of(SandboxLocations.AcmeTestYard, "Test Yard", 5, "", [acme, harborlight]),
            Of("r6u3a8v1xd", "Home Port", 2, "", [bluewater]),
            Of("c9l2o5i7nb", "Survey Vessel Petrel", 6, "r6u3a8v1xd", [bluewater]),
            Of("t1s8k4f6we", "North Orchard", 14, "", [cascade]),
            Of("y0p5h3d9jq", "South Orchard", 11, "", [cascade]),
            Of("g7x2m6z1cr", "Packing Shed", 4, "y0p5h3d9jq", [cascade]),
            Of("b4n9t7u0ai", "Demo Room", 3, "", [harborlight]),
            Of(
                SandboxLocations.LumiereWarehouse,
                "Newark Warehouse",
                10,
                "",
                [lumiere, harborlight],
                payer: harborlight
            ),
            Of("e8w1q5r3vh", "Returns Desk", 1, SandboxLocations.LumiereWarehouse, [lumiere]),
            Of("o3j6y9l2kg", "Milking Parlor", 7, "", [fernhill]),
            Of("d5f0s4p8zu", "Feed Barn", 0, "", [fernhill]),
            Of(SandboxLocations.MeridianLab, "Lab 2", 5, "", [meridian]),
        ];
    }

    // The first organization is the primary one. It is billed unless another organization is specified.
    private static LocationRecord Of(
        string id,
        string name,
        int robots,
        string parentId,
        OrganizationRecord[] organizations,
        OrganizationRecord? payer = null
    ) =>
        new()
        {
            Id = id,
            Name = name,
            CreatedOn = organizations[0].CreatedOn.AddDays(1 + decimal.ToInt32(StableHash.Fraction(id) * 20)),
            ParentLocationId = parentId,
            Organizations = organizations,
            RobotCount = robots,
            BillingOrganizationId = (payer ?? organizations[0]).Id,
        };
}
