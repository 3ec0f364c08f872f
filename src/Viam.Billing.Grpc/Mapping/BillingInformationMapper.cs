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
            BillingEmail = Text.OrNull(message.BillingEmail),
            BillingTier = Text.OrNull(message.BillingTier),
            CardBrand = Text.OrNull(card?.Brand),
            CardLastFourDigits = Text.OrNull(card?.LastFourDigits),
            BankName = Text.OrNull(bank?.BankName),
            BankAccountLastFourDigits = Text.OrNull(bank?.LastFourDigitsAccountNumber),
            BankRoutingNumber = Text.OrNull(bank?.RoutingNumber),
            BankAccountType = Text.OrNull(bank?.AccountType),
            BankVerificationArrivalDate = verification is null ? null : WireValue.Time(verification.ArrivalDate),
            BankVerificationUrl = Text.OrNull(verification?.HostedVerificationPageUrl),
        };
    }

    // The contract runs the three words together, where a generated name would lose them.
    private static string NameOf(PaymentMethodType type) => type is PaymentMethodType.Usbankaccount ? "UsBankAccount" : WireValue.Name(type);
}
