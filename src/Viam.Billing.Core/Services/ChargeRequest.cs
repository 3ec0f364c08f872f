namespace Viam.Billing.Services;

/// <param name="Subtotal">US dollars.</param>
/// <param name="Tax">US dollars.</param>
/// <param name="BrandingOrganizationId">The organization whose logo appears on the invoice; null for Viam's.</param>
internal sealed record ChargeRequest(
    string OrganizationId,
    decimal Subtotal,
    decimal Tax,
    string? Description,
    string? BrandingOrganizationId,
    bool NoConfirmationEmail
)
{
    /// <summary>The amount of the invoice, in US dollars.</summary>
    public decimal Total => Subtotal + Tax;

    /// <summary>True if the same amount would be charged to the same organization.</summary>
    public bool IsSameAs(ChargeRequest other) =>
        OrganizationId == other.OrganizationId && Subtotal == other.Subtotal && Tax == other.Tax;
}
