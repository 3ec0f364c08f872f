using Viam.Billing.Contract;
using Viam.Billing.Grpc.Mapping;

namespace Viam.Billing.Tests.Grpc.Mapping;

public sealed class BillingInformationMapperTests
{
    private const string Organization = "00000000-0000-0000-0000-000000000001";

    [Fact]
    public void CardWithoutDetailsHasNoCardFields()
    {
        var information = Map(
            new GetOrgBillingInformationResponse { Type = PaymentMethodType.Card, BillingEmail = "pay@example.com" }
        );

        Assert.Equal("Card", information.PaymentMethodType);
        Assert.Equal("pay@example.com", information.BillingEmail);
        Assert.Null(information.CardBrand);
        Assert.Null(information.CardLastFourDigits);
        Assert.Null(information.BankName);
        Assert.Null(information.BillingTier);
    }

    [Fact]
    public void CardIsMapped()
    {
        var information = Map(
            new GetOrgBillingInformationResponse
            {
                Type = PaymentMethodType.Card,
                Method = new PaymentMethodCard { Brand = "visa", LastFourDigits = "4242" },
                BillingTier = "pro",
            }
        );

        Assert.Equal(
            ("visa", "4242", "pro"),
            (information.CardBrand, information.CardLastFourDigits, information.BillingTier)
        );
        Assert.Equal(Organization, information.OrganizationId);
        Assert.Null(information.BillingEmail);
    }

    [Fact]
    public void BankAccountAndVerificationAreMapped()
    {
        var information = Map(
            new GetOrgBillingInformationResponse
            {
                Type = PaymentMethodType.Usbankaccount,
                MethodUsBankAccount = new PaymentMethodUSBankAccount
                {
                    BankName = "First Bank",
                    LastFourDigitsAccountNumber = "6789",
                    RoutingNumber = "110000000",
                    AccountType = "checking",
                    VerificationInfo = new VerificationInfo
                    {
                        ArrivalDate = 1_767_225_600,
                        HostedVerificationPageUrl = "https://verify.example",
                    },
                },
            }
        );

        Assert.Equal("UsBankAccount", information.PaymentMethodType);
        Assert.Equal(
            ("First Bank", "6789", "110000000", "checking"),
            (
                information.BankName,
                information.BankAccountLastFourDigits,
                information.BankRoutingNumber,
                information.BankAccountType
            )
        );
        Assert.Equal(new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc), information.BankVerificationArrivalDate);
        Assert.Equal("https://verify.example", information.BankVerificationUrl);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(long.MaxValue)]
    [InlineData(long.MinValue)]
    public void InvalidVerificationDateIsNull(long arrivalDate)
    {
        var information = Map(
            new GetOrgBillingInformationResponse
            {
                Type = PaymentMethodType.Usbankaccount,
                MethodUsBankAccount = new PaymentMethodUSBankAccount
                {
                    VerificationInfo = new VerificationInfo { ArrivalDate = arrivalDate },
                },
            }
        );

        Assert.Null(information.BankVerificationArrivalDate);
        Assert.Null(information.BankVerificationUrl);
    }

    [Fact]
    public void UnknownPaymentMethodIsMappedToReadableName() =>
        Assert.Equal(
            "Unknown(42)",
            Map(new GetOrgBillingInformationResponse { Type = (PaymentMethodType)42 }).PaymentMethodType
        );

    private static BillingInformation Map(GetOrgBillingInformationResponse message) =>
        BillingInformationMapper.Map(message, Organization);
}
