namespace Viam.Billing.Sandbox.State;

/// <summary>A charge that the sandbox accepted. Rejected charges aren't included.</summary>
/// <param name="Method">The requested RPC: ChargeOrganization or CreateInvoiceAndChargeImmediately.</param>
/// <param name="InvoiceId">The invoice of the charge.</param>
/// <param name="OrganizationId">The charged organization.</param>
/// <param name="Description">Null if none was specified.</param>
/// <param name="Subtotal">US dollars.</param>
/// <param name="Tax">US dollars.</param>
/// <param name="BrandingOrganizationId">The organization whose logo appears on the invoice; null if none was
/// specified.</param>
/// <param name="ConfirmationEmail">True if the organization received a confirmation email.</param>
/// <param name="ReceivedAt">According to the clock of the sandbox.</param>
public sealed record SandboxCharge(
    string Method,
    string InvoiceId,
    string OrganizationId,
    string? Description,
    decimal Subtotal,
    decimal Tax,
    string? BrandingOrganizationId,
    bool ConfirmationEmail,
    DateTimeOffset ReceivedAt
);
