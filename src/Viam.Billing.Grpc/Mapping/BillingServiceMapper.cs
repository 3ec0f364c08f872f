using Viam.Billing.Services;

namespace Viam.Billing.Grpc.Mapping;

internal static class BillingServiceMapper
{
    public static BillingServiceConfiguration Map(
        Contract.GetBillingServiceConfigResponse message,
        string organizationId
    )
    {
        var address = message.BillingAddress;
        return new BillingServiceConfiguration
        {
            OrganizationId = organizationId,
            IsEnabled = address is not null,
            AddressLine1 = ProtobufConvert.NullIfEmpty(address?.AddressLine1),
            AddressLine2 = ProtobufConvert.NullIfEmpty(address?.AddressLine2),
            City = ProtobufConvert.NullIfEmpty(address?.City),
            State = ProtobufConvert.NullIfEmpty(address?.State),
            ZipCode = ProtobufConvert.NullIfEmpty(address?.Zipcode),
            Country = ProtobufConvert.NullIfEmpty(address?.Country),
            SupportEmail = ProtobufConvert.NullIfEmpty(message.SupportEmail),
            LogoUrl = ProtobufConvert.NullIfEmpty(message.LogoUrl),
            BillingDashboardUrl = ProtobufConvert.NullIfEmpty(message.BillingDashboardUrl),
        };
    }

    public static Contract.BillingAddress Map(BillingAddress address)
    {
        var message = new Contract.BillingAddress
        {
            AddressLine1 = address.AddressLine1,
            City = address.City,
            State = address.State,
            Zipcode = address.ZipCode,
            Country = address.Country,
        };
        if (address.AddressLine2 is not null)
        {
            message.AddressLine2 = address.AddressLine2;
        }

        return message;
    }
}
