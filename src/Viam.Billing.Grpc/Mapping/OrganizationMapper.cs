namespace Viam.Billing.Grpc.Mapping;

internal static class OrganizationMapper
{
    public static Organization Map(Contract.Organization message) => new()
    {
        OrganizationId = Text.OrEmpty(message.Id),
        Name = Text.OrNull(message.Name),
        CreatedOn = WireValue.Time(message.CreatedOn),
        PublicNamespace = Text.OrNull(message.PublicNamespace),
        DefaultRegion = Text.OrNull(message.DefaultRegion),
        Cid = Text.OrNull(message.Cid),
    };
}
