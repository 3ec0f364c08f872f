using Viam.Billing.Text;

namespace Viam.Billing;

/// <summary>White-label billing of an organization: what it bills its own customers under. Source: AppService.GetBillingServiceConfig.</summary>
public sealed class BillingServiceConfiguration : OrganizationRow
{
    public override string? OrganizationName { get; internal set; }

    public override string OrganizationId { get; internal init; } = "";

    /// <summary>False if white-label billing is off. Then nothing else is known.</summary>
    public bool IsEnabled { get; internal init; }

    public string? AddressLine1 { get; internal init; }

    public string? AddressLine2 { get; internal init; }

    public string? City { get; internal init; }

    public string? State { get; internal init; }

    public string? ZipCode { get; internal init; }

    public string? Country { get; internal init; }

    public string? SupportEmail { get; internal init; }

    public string? LogoUrl { get; internal init; }

    public string? BillingDashboardUrl { get; internal init; }

    public override string ToString() =>
        VisibleText.From($"{OrganizationId} {AddressLine1}, {City}, {State} {ZipCode}, {Country}");
}
