namespace Viam.Billing.Grpc.Mapping;

internal static class LocationMapper
{
    public static Location Map(Contract.Location message, string organizationId) =>
        new()
        {
            OrganizationId = organizationId,
            LocationId = message.Id,
            Name = ProtobufConvert.NullIfEmpty(message.Name),
            ParentLocationId = ProtobufConvert.NullIfEmpty(message.ParentLocationId),
            RobotCount = message.RobotCount,
            PrimaryOrganizationId =
                ProtobufConvert.NullIfEmpty(message.PrimaryOrgIdentity?.Id)
                ?? ProtobufConvert.NullIfEmpty(
                    message.Organizations.FirstOrDefault(one => one.Primary)?.OrganizationId
                ),
            PrimaryOrganizationName = ProtobufConvert.NullIfEmpty(message.PrimaryOrgIdentity?.Name),
            CreatedOn = ProtobufConvert.Time(message.CreatedOn),
        };
}
