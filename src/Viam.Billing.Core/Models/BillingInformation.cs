using Viam.Billing.Text;

namespace Viam.Billing;

/// <summary>
/// An organization's payment method and billing contact. Source: BillingService.GetOrgBillingInformation.
/// </summary>
public sealed class BillingInformation : OrganizationRow
{
    public override string? OrganizationName { get; internal set; }

    public override string OrganizationId { get; internal init; } = "";

    /// <summary>Card, UsBankAccount, or Unspecified; Unknown(n) for a number that this version doesn't know.</summary>
    public string PaymentMethodType { get; internal init; } = "";

    /// <summary>
    /// The card's brand or the bank's name, and the last four digits; the type if neither is known; null if there is no
    /// payment method.
    /// </summary>
    public string? PaymentMethod =>
        $"{CardBrand ?? BankName} {CardLastFourDigits ?? BankAccountLastFourDigits}".Trim() is { Length: > 0 } text
            ? text
        : PaymentMethodType == "Unspecified" ? null
        : PaymentMethodType;

    /// <summary>The email address of the billing contact; null if unknown.</summary>
    public string? BillingEmail { get; internal init; }

    /// <summary>Reported only to Viam's billing administrators; null for other users.</summary>
    public string? BillingTier { get; internal init; }

    public string? CardBrand { get; internal init; }

    public string? CardLastFourDigits { get; internal init; }

    public string? BankName { get; internal init; }

    public string? BankAccountLastFourDigits { get; internal init; }

    /// <summary>Null unless Get-ViamBillingInformation -IncludeRoutingNumber is used.</summary>
    public string? BankRoutingNumber { get; internal set; }

    public string? BankAccountType { get; internal init; }

    /// <summary>The arrival of the verification deposit, in UTC; null after the account is verified.</summary>
    public DateTime? BankVerificationArrivalDate { get; internal init; }

    /// <summary>The page where the account holder verifies the account; null after it is verified.</summary>
    public string? BankVerificationUrl { get; internal init; }

    internal BillingInformation WithoutRoutingNumber()
    {
        var copy = (BillingInformation)MemberwiseClone();
        copy.BankRoutingNumber = null;
        return copy;
    }

    public override string ToString() =>
        VisibleText.From($"{OrganizationId} {PaymentMethodType} {PaymentMethod}".TrimEnd());
}
