using Viam.Billing.Contract;

namespace Viam.Billing.Grpc.Mapping;

internal static class BillingInformationMapper
{
    public static BillingInformation Map(GetOrgBillingInformationResponse message, string organizationId)
    {
        var card = message.Method;
        var bank = message.MethodUsBankAccount;
        var verification = bank?.VerificationInfo;
        return new BillingInformation
        {
            OrganizationId = organizationId,
            PaymentMethodType = NameOf(message.Type),
            BillingEmail = ProtobufConvert.NullIfEmpty(message.BillingEmail),
            BillingTier = ProtobufConvert.NullIfEmpty(message.BillingTier),
            CardBrand = ProtobufConvert.NullIfEmpty(card?.Brand),
            CardLastFourDigits = ProtobufConvert.NullIfEmpty(card?.LastFourDigits),
            BankName = ProtobufConvert.NullIfEmpty(bank?.BankName),
            BankAccountLastFourDigits = ProtobufConvert.NullIfEmpty(bank?.LastFourDigitsAccountNumber),
            BankRoutingNumber = ProtobufConvert.NullIfEmpty(bank?.RoutingNumber),
            BankAccountType = ProtobufConvert.NullIfEmpty(bank?.AccountType),
            BankVerificationArrivalDate = verification is null ? null : ProtobufConvert.Time(verification.ArrivalDate),
            BankVerificationUrl = ProtobufConvert.NullIfEmpty(verification?.HostedVerificationPageUrl),
        };
    }

    // The contract writes the three words without a separator, so a generated name would not be readable.
    private static string NameOf(PaymentMethodType type) =>
        type is PaymentMethodType.Usbankaccount ? "UsBankAccount" : ProtobufConvert.Name(type);
}
