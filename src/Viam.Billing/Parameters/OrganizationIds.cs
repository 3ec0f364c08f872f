using System.Diagnostics.CodeAnalysis;

namespace Viam.Billing.Parameters;

internal static class OrganizationIds
{
    /// <summary>Organization IDs are UUIDs. The service compares them as strings, in lowercase.</summary>
    public static bool TryNormalize(string? typed, [NotNullWhen(true)] out string? organizationId)
    {
        organizationId = Guid.TryParse(typed, out var id) ? id.ToString("D") : null;
        return organizationId is not null;
    }
}
