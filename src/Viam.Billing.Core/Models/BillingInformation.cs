using Viam.Billing.Text;

namespace Viam.Billing;

/// <summary>How an organization pays, and where its invoices go. Source: BillingService.GetOrgBillingInformation.</summary>
public sealed class BillingInformation : OrganizationRow
{
    public override string? OrganizationName { get; internal set; }

    public override string OrganizationId { get; internal init; } = "";

    /// <summary>Card, UsBankAccount or Unspecified; Unknown(n) for a number that this version does not know.</summary>
    public string PaymentMethodType { get; internal init; } = "";

    /// <summary>The card's brand or the bank's name, and the last four digits; the type if there is neither.</summary>
    public string PaymentMethod =>
        $"{CardBrand ?? BankName} {CardLastFourDigits ?? BankAccountLastFourDigits}".Trim() is { Length: > 0 } text
            ? text
            : PaymentMethodType;

    public string? BillingEmail { get; internal init; }

    /// <summary>Only for those who administer Viam's billing; null for everyone else.</summary>
    public string? BillingTier { get; internal init; }

    public string? CardBrand { get; internal init; }

    public string? CardLastFourDigits { get; internal init; }

    public string? BankName { get; internal init; }

    public string? BankAccountLastFourDigits { get; internal init; }

    /// <summary>Null unless Get-ViamBillingInformation -IncludeRoutingNumber asked for it.</summary>
    public string? BankRoutingNumber { get; internal set; }

    public string? BankAccountType { get; internal init; }

    /// <summary>When the verification deposit arrives, in UTC; null once the account is verified.</summary>
    public DateTime? BankVerificationArrivalDate { get; internal init; }

    /// <summary>Where the account's holder verifies it; null once it is verified.</summary>
    public string? BankVerificationUrl { get; internal init; }

    internal BillingInformation WithoutRoutingNumber()
    {
        var copy = (BillingInformation)MemberwiseClone();
        copy.BankRoutingNumber = null;
        return copy;
    }

    public override string ToString() => VisibleText.From($"{OrganizationId} {PaymentMethodType} {PaymentMethod}");
}
