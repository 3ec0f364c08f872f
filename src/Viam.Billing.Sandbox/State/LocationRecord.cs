using Google.Protobuf.WellKnownTypes;
using Viam.Billing.Contract;

namespace Viam.Billing.Sandbox.State;

/// <summary>A location, and who is billed for it. Guarded by the lock of the state.</summary>
internal sealed class LocationRecord
{
    internal required string Id { get; init; }

    internal required string Name { get; init; }

    internal required DateTimeOffset CreatedOn { get; init; }

    /// <summary>Empty for a location without a parent.</summary>
    internal string ParentLocationId { get; init; } = "";

    /// <summary>The primary organization first.</summary>
    internal required IReadOnlyList<OrganizationRecord> Organizations { get; init; }

    internal required int RobotCount { get; init; }

    internal required string BillingOrganizationId { get; set; }

    internal bool IsOf(string organizationId) => Organizations.Any(organization => organization.Id == organizationId);

    internal Contract.Location ToMessage() =>
        new()
        {
            Id = Id,
            Name = Name,
            CreatedOn = CreatedOn.ToTimestamp(),
            ParentLocationId = ParentLocationId,
            Organizations =
            {
                Organizations.Select(
                    (organization, i) => new LocationOrganization { OrganizationId = organization.Id, Primary = i == 0 }
                ),
            },
            RobotCount = RobotCount,
            PrimaryOrgIdentity = new OrganizationIdentity { Id = Organizations[0].Id, Name = Organizations[0].Name },
        };
}
