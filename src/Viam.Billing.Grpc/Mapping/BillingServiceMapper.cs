using Viam.Billing.Service;

namespace Viam.Billing.Grpc.Mapping;

internal static class BillingServiceMapper
{
    public static BillingServiceConfiguration Map(Contract.GetBillingServiceConfigResponse message, string organizationId)
    {
        var address = message.BillingAddress;
        return new BillingServiceConfiguration
        {
            OrganizationId = organizationId,
            AddressLine1 = Text.OrNull(address?.AddressLine1),
            AddressLine2 = Text.OrNull(address?.AddressLine2),
            City = Text.OrNull(address?.City),
            State = Text.OrNull(address?.State),
            ZipCode = Text.OrNull(address?.Zipcode),
            Country = Text.OrNull(address?.Country),
            SupportEmail = Text.OrNull(message.SupportEmail),
            LogoUrl = Text.OrNull(message.LogoUrl),
            BillingDashboardUrl = Text.OrNull(message.BillingDashboardUrl),
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
        if (address.AddressLine2 is not null) message.AddressLine2 = address.AddressLine2;
        return message;
    }
}
