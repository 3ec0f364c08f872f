namespace Viam.Billing.Usage;

/// <summary>Divides the current month's usage into one row per cost, which add up to the amount due.</summary>
internal static class ResourceUsageRows
{
    public static IReadOnlyList<ResourceUsageCost> From(CurrentMonthUsage usage) =>
        [
            .. UsageRows
                .Split(UsageAmount.Known(usage.Subtotal), usage.Sources)
                .Select(row => new ResourceUsageCost
                {
                    OrganizationId = usage.OrganizationId,
                    ReadAt = usage.ReadAt,
                    StartDate = usage.StartDate,
                    EndDate = usage.EndDate,
                    SourceType = row.Key.SourceType,
                    TierName = row.Key.TierName,
                    ResourceType = row.Key.ResourceType,
                    Cost = row.Gross,
                    Discount = row.Gross - row.Net,
                    NetCost = row.Net,
                }),
        ];
}
