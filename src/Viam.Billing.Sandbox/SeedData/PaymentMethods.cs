using Viam.Billing.Contract;

namespace Viam.Billing.Sandbox.SeedData;

/// <summary>The payment methods of organizations.</summary>
internal static class PaymentMethods
{
    internal static GetOrgBillingInformationResponse None() => new() { Type = PaymentMethodType.Unspecified };

    /// <summary>A card without details.</summary>
    internal static GetOrgBillingInformationResponse UnknownCard() => new() { Type = PaymentMethodType.Card };

    internal static GetOrgBillingInformationResponse Card(string brand, string lastFourDigits) =>
        new()
        {
            Type = PaymentMethodType.Card,
            Method = new PaymentMethodCard { Brand = brand, LastFourDigits = lastFourDigits },
        };

    internal static GetOrgBillingInformationResponse BankAccount(
        string bank,
        string lastFourDigits,
        string routingNumber,
        VerificationInfo? verification = null
    )
    {
        var account = new PaymentMethodUSBankAccount
        {
            BankName = bank,
            LastFourDigitsAccountNumber = lastFourDigits,
            RoutingNumber = routingNumber,
            AccountType = "checking",
        };
        if (verification is not null)
        {
            account.VerificationInfo = verification;
        }

        return new GetOrgBillingInformationResponse
        {
            Type = PaymentMethodType.Usbankaccount,
            MethodUsBankAccount = account,
        };
    }
}
