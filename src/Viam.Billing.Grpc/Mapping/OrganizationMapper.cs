namespace Viam.Billing.Grpc.Mapping;

internal static class OrganizationMapper
{
    public static Organization Map(Contract.Organization message) =>
        new()
        {
            OrganizationId = message.Id,
            Name = ProtobufConvert.NullIfEmpty(message.Name),
            CreatedOn = ProtobufConvert.Time(message.CreatedOn),
            PublicNamespace = ProtobufConvert.NullIfEmpty(message.PublicNamespace),
            DefaultRegion = ProtobufConvert.NullIfEmpty(message.DefaultRegion),
            Cid = ProtobufConvert.NullIfEmpty(message.Cid),
        };
}
