using Viam.Billing.Services;

namespace Viam.Billing.Invoices;

/// <summary>Reads the billing tier of an organization.</summary>
internal static class BillingTierReader
{
    /// <summary>
    /// The service reports the tier only to Viam's billing administrators. For other users, the tier is taken from the
    /// organization's costs in the current month; without costs, it is unknown.
    /// </summary>
    public static async Task<OrganizationBillingTier> ReadAsync(
        IBillingService service,
        string organizationId,
        CallContext call
    )
    {
        var information = await service.GetBillingInformationAsync(organizationId, call).ConfigureAwait(false);
        var tier = information.BillingTier;
        if (tier is null)
        {
            var usage = await service.GetCurrentMonthUsageAsync(organizationId, call).ConfigureAwait(false);
            tier = usage
                .Costs.FirstOrDefault(static cost => cost.SourceType == "Org" && cost.TierName is not null)
                ?.TierName;
        }
        return new OrganizationBillingTier { OrganizationId = organizationId, BillingTier = tier };
    }

    /// <summary>
    /// Returns the name of a tier as the service writes it; null if there is none, or several that differ only in case.
    /// </summary>
    public static string? FindName(IReadOnlyList<string> tiers, string name)
    {
        if (tiers.Contains(name, StringComparer.Ordinal))
        {
            return name;
        }
        var matches = tiers.Where(tier => tier.Equals(name, StringComparison.OrdinalIgnoreCase)).ToArray();
        return matches is [var only] ? only : null;
    }
}
