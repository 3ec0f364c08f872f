using System.Management.Automation;
using Viam.Billing.Text;

namespace Viam.Billing.Formatting;

/// <summary>
/// Text without control and direction characters, which views show in place of the properties. The types file attaches
/// these methods as hidden members. They read properties by name, since a deserialized object isn't of its original
/// type.
/// </summary>
public static class DisplayText
{
    public static object? AddressLine1(PSObject item) => Text(item, nameof(AddressLine1));

    public static object? AddressLine2(PSObject item) => Text(item, nameof(AddressLine2));

    public static object? BankAccountLastFourDigits(PSObject item) => Text(item, nameof(BankAccountLastFourDigits));

    public static object? BankAccountType(PSObject item) => Text(item, nameof(BankAccountType));

    public static object? BankName(PSObject item) => Text(item, nameof(BankName));

    public static object? BankVerificationUrl(PSObject item) => Text(item, nameof(BankVerificationUrl));

    public static object? BillingAccountName(PSObject item) =>
        NameOrId(item, nameof(BillingAccountName), "BillingAccountId");

    public static object? BillingDashboardUrl(PSObject item) => Text(item, nameof(BillingDashboardUrl));

    public static object? BillingEmail(PSObject item) => Text(item, nameof(BillingEmail));

    public static object? BillingOrganizationId(PSObject item) => Text(item, nameof(BillingOrganizationId));

    public static object? BillingOrganizationName(PSObject item) =>
        NameOrId(item, nameof(BillingOrganizationName), "BillingOrganizationId");

    public static object? BillingOwnerOrganizationName(PSObject item) =>
        NameOrId(item, nameof(BillingOwnerOrganizationName), "BillingOwnerOrganizationId");

    public static object? BillingTier(PSObject item) => Text(item, nameof(BillingTier));

    public static object? CardBrand(PSObject item) => Text(item, nameof(CardBrand));

    public static object? CardLastFourDigits(PSObject item) => Text(item, nameof(CardLastFourDigits));

    public static object? ChargeDescription(PSObject item) => Text(item, nameof(ChargeDescription));

    public static object? Cid(PSObject item) => Text(item, nameof(Cid));

    public static object? City(PSObject item) => Text(item, nameof(City));

    public static object? CliProfile(PSObject item) => Text(item, nameof(CliProfile));

    public static object? CliUser(PSObject item) => Text(item, nameof(CliUser));

    public static object? Country(PSObject item) => Text(item, nameof(Country));

    public static object? CustomerOrganizationName(PSObject item) =>
        NameOrId(item, nameof(CustomerOrganizationName), "CustomerOrganizationId");

    public static object? DefaultRegion(PSObject item) => Text(item, nameof(DefaultRegion));

    public static object? Description(PSObject item) => Text(item, nameof(Description));

    public static object? InvoiceId(PSObject item) => Text(item, nameof(InvoiceId));

    public static object? InvoiceIssuerName(PSObject item) => Text(item, nameof(InvoiceIssuerName));

    public static object? LastFailureReason(PSObject item) => Text(item, nameof(LastFailureReason));

    public static object? LastPaymentFailureReason(PSObject item) => Text(item, nameof(LastPaymentFailureReason));

    public static object? LocationId(PSObject item) => Text(item, nameof(LocationId));

    public static object? LocationName(PSObject item) => Text(item, nameof(LocationName));

    public static object? LogoUrl(PSObject item) => Text(item, nameof(LogoUrl));

    public static object? Message(PSObject item) => Text(item, nameof(Message));

    public static object? MetadataPath(PSObject item) => Text(item, nameof(MetadataPath));

    public static object? Name(PSObject item) => Text(item, nameof(Name));

    public static object? OrganizationId(PSObject item) => Text(item, nameof(OrganizationId));

    public static object? OrganizationName(PSObject item) => NameOrId(item, nameof(OrganizationName), "OrganizationId");

    public static object? ParentLocationId(PSObject item) => Text(item, nameof(ParentLocationId));

    public static object? Path(PSObject item) => Text(item, nameof(Path));

    public static object? PaymentMethod(PSObject item) => Text(item, nameof(PaymentMethod));

    public static object? PaymentMethodType(PSObject item) => Text(item, nameof(PaymentMethodType));

    public static object? PrimaryOrganizationId(PSObject item) => Text(item, nameof(PrimaryOrganizationId));

    public static object? PrimaryOrganizationName(PSObject item) => Text(item, nameof(PrimaryOrganizationName));

    public static object? PublicNamespace(PSObject item) => Text(item, nameof(PublicNamespace));

    public static object? Reference(PSObject item) => Text(item, nameof(Reference));

    public static object? ResolvedBy(PSObject item) => Text(item, nameof(ResolvedBy));

    public static object? ResourceType(PSObject item) => Text(item, nameof(ResourceType));

    public static object? SkuPriceId(PSObject item) => Text(item, nameof(SkuPriceId));

    public static object? SourceType(PSObject item) => Text(item, nameof(SourceType));

    public static object? State(PSObject item) => Text(item, nameof(State));

    public static object? SupportEmail(PSObject item) => Text(item, nameof(SupportEmail));

    public static object? TierName(PSObject item) => Text(item, nameof(TierName));

    public static object? x_ViamResourceType(PSObject item) => Text(item, nameof(x_ViamResourceType));

    public static object? x_ViamTierName(PSObject item) => Text(item, nameof(x_ViamTierName));

    public static object? ZipCode(PSObject item) => Text(item, nameof(ZipCode));

    /// <summary>The beginning of the ID, to distinguish rows whose organization name isn't known.</summary>
    private static object? NameOrId(PSObject item, string name, string id) =>
        Text(item, name) ?? (Text(item, id) is string text ? Shorten(text) : null);

    private static string Shorten(string id) => id.Length <= 9 ? id : id[..8] + "…";

    private static object? Text(PSObject item, string property) =>
        item.Properties[property]?.Value is { } value ? VisibleText.From(value.ToString() ?? "") : null;
}
