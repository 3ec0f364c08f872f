namespace Viam.Billing.Grpc.Mapping;

internal static class LocationMapper
{
    public static Location Map(Contract.Location message, string organizationId) => new()
    {
        OrganizationId = organizationId,
        LocationId = Text.OrEmpty(message.Id),
        Name = Text.OrNull(message.Name),
        ParentLocationId = Text.OrNull(message.ParentLocationId),
        RobotCount = message.RobotCount,
        PrimaryOrganizationId = Text.OrNull(message.PrimaryOrgIdentity?.Id) ?? Text.OrNull(message.Organizations.FirstOrDefault(one => one.Primary)?.OrganizationId),
        PrimaryOrganizationName = Text.OrNull(message.PrimaryOrgIdentity?.Name),
        CreatedOn = WireValue.Time(message.CreatedOn),
    };
}
