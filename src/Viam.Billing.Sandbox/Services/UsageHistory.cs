using Viam.Billing.Contract;
using Viam.Billing.Sandbox.State;

namespace Viam.Billing.Sandbox.Services;

/// <summary>The usage of past days, as the service would have returned it.</summary>
internal static class UsageHistory
{
    /// <summary>
    /// Reads the usage at a time in each day of two whole past months, and of the current one so far.
    /// </summary>
    public static IReadOnlyList<(
        string OrganizationId,
        DateTimeOffset ReadAt,
        GetCurrentMonthUsageResponse Usage
    )> Read(IEnumerable<OrganizationRecord> organizations, DateTimeOffset now, TimeSpan timeOfDay)
    {
        var month = BillingMonth.StartOf(now);
        return (
            from organization in organizations
            from readAt in DaysBetween(month.AddMonths(-2) + timeOfDay, now)
            let monthsAgo = ((month.Year - readAt.Year) * 12) + month.Month - readAt.Month
            select (organization.Id, readAt, organization.MonthUsage(readAt, monthsAgo))
        ).ToList();
    }

    private static IEnumerable<DateTimeOffset> DaysBetween(DateTimeOffset first, DateTimeOffset end)
    {
        for (var day = first; day < end; day = day.AddDays(1))
        {
            yield return day;
        }
    }
}
