using Viam.Billing.Text;

namespace Viam.Billing;

/// <summary>
/// The white-label billing configuration of an organization. Source: AppService.GetBillingServiceConfig.
/// </summary>
public sealed class BillingServiceConfiguration : OrganizationRow
{
    public override string? OrganizationName { get; internal set; }

    public override string OrganizationId { get; internal init; } = "";

    /// <summary>False if white-label billing is disabled; the other properties are null then.</summary>
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
