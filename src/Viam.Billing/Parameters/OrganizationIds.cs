using System.Diagnostics.CodeAnalysis;

namespace Viam.Billing.Parameters;

internal static class OrganizationIds
{
    /// <summary>Organization ids are UUIDs. The service compares them as strings, in lower case.</summary>
    public static bool TryNormalize(string? typed, [NotNullWhen(true)] out string? organizationId)
    {
        organizationId = Guid.TryParseExact(typed?.Trim(), "D", out var id) ? id.ToString("D") : null;
        return organizationId is not null;
    }
}
