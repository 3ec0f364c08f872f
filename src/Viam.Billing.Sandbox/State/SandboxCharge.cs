namespace Viam.Billing.Sandbox.State;

/// <summary>One charge that the sandbox accepted. What it refused is not among them.</summary>
/// <param name="Method">The RPC that asked for it: ChargeOrganization or CreateInvoiceAndChargeImmediately.</param>
/// <param name="InvoiceId">The invoice that came of it.</param>
/// <param name="OrganizationId">Who was charged.</param>
/// <param name="Description">Null if there was none.</param>
/// <param name="Subtotal">US dollars.</param>
/// <param name="Tax">US dollars.</param>
/// <param name="BrandingOrganizationId">Whose logo the invoice carries; null if none was asked for.</param>
/// <param name="ConfirmationEmail">Whether an email told the organization.</param>
/// <param name="ReceivedAt">By the sandbox's clock.</param>
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
