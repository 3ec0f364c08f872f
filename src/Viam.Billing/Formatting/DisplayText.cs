using System.Management.Automation;
using Viam.Billing.Text;

namespace Viam.Billing.Formatting;

/// <summary>
/// What views show in place of foreign text: hidden members of the objects, which the types file names. By name,
/// since an object that was
/// deserialized has the members and not the type.
/// </summary>
public static class DisplayText
{
    public static object? AddressLine1(PSObject item) => Text(item, nameof(AddressLine1));

    public static object? AddressLine2(PSObject item) => Text(item, nameof(AddressLine2));

    public static object? BankAccountLastFourDigits(PSObject item) => Text(item, nameof(BankAccountLastFourDigits));

    public static object? BankAccountType(PSObject item) => Text(item, nameof(BankAccountType));

    public static object? BankName(PSObject item) => Text(item, nameof(BankName));

    public static object? BankVerificationUrl(PSObject item) => Text(item, nameof(BankVerificationUrl));

    public static object? BillingDashboardUrl(PSObject item) => Text(item, nameof(BillingDashboardUrl));

    public static object? BillingEmail(PSObject item) => Text(item, nameof(BillingEmail));

    public static object? BillingOrganizationId(PSObject item) => Text(item, nameof(BillingOrganizationId));

    public static object? BillingTier(PSObject item) => Text(item, nameof(BillingTier));

    public static object? CardBrand(PSObject item) => Text(item, nameof(CardBrand));

    public static object? CardLastFourDigits(PSObject item) => Text(item, nameof(CardLastFourDigits));

    public static object? Cid(PSObject item) => Text(item, nameof(Cid));

    public static object? City(PSObject item) => Text(item, nameof(City));

    public static object? CliProfile(PSObject item) => Text(item, nameof(CliProfile));

    public static object? CliUser(PSObject item) => Text(item, nameof(CliUser));

    public static object? Country(PSObject item) => Text(item, nameof(Country));

    public static object? DefaultRegion(PSObject item) => Text(item, nameof(DefaultRegion));

    public static object? Description(PSObject item) => Text(item, nameof(Description));

    public static object? InvoiceId(PSObject item) => Text(item, nameof(InvoiceId));

    public static object? LastPaymentFailureReason(PSObject item) => Text(item, nameof(LastPaymentFailureReason));

    public static object? LocationId(PSObject item) => Text(item, nameof(LocationId));

    public static object? LogoUrl(PSObject item) => Text(item, nameof(LogoUrl));

    public static object? Message(PSObject item) => Text(item, nameof(Message));

    public static object? Name(PSObject item) => Text(item, nameof(Name));

    public static object? OrganizationId(PSObject item) => Text(item, nameof(OrganizationId));

    public static object? ParentLocationId(PSObject item) => Text(item, nameof(ParentLocationId));

    public static object? PrimaryOrganizationId(PSObject item) => Text(item, nameof(PrimaryOrganizationId));

    public static object? PrimaryOrganizationName(PSObject item) => Text(item, nameof(PrimaryOrganizationName));

    public static object? PublicNamespace(PSObject item) => Text(item, nameof(PublicNamespace));

    public static object? Reference(PSObject item) => Text(item, nameof(Reference));

    public static object? ResolvedBy(PSObject item) => Text(item, nameof(ResolvedBy));

    public static object? State(PSObject item) => Text(item, nameof(State));

    public static object? SupportEmail(PSObject item) => Text(item, nameof(SupportEmail));

    public static object? TierName(PSObject item) => Text(item, nameof(TierName));

    public static object? ZipCode(PSObject item) => Text(item, nameof(ZipCode));

    private static object? Text(PSObject item, string property) =>
        item.Properties[property]?.Value is { } value ? VisibleText.From(value.ToString() ?? "") : null;
}
