using System.Globalization;
using Viam.Billing.Usage;

namespace Viam.Billing.Core.Tests.Support;

/// <summary>Makes snapshots for tests.</summary>
internal static class Snapshots
{
    public static DateTime Utc(string text) =>
        DateTime.Parse(
            text,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal
        );

    /// <summary>
    /// One row without a discount, in the calendar month of a time unless the start of another is given.
    /// </summary>
    public static UsageSnapshot One(string readAt, decimal? amount, string? start = null) =>
        One(Utc(readAt), amount, start is null ? null : Utc(start));

    public static UsageSnapshot One(DateTime readAt, decimal? amount, DateTime? start = null) =>
        Of(
            readAt,
            start ?? new DateTime(readAt.Year, readAt.Month, 1, 0, 0, 0, DateTimeKind.Utc),
            amount,
            Org(0, amount)
        );

    public static UsageSnapshot Of(DateTime readAt, DateTime start, decimal? subtotal, params SourceUsage[] sources) =>
        UsageSnapshot.Create(readAt, start, endDate: null, subtotal, sources)!;

    /// <summary>
    /// A source of the organization itself with costs for PerMachine, StandardCompute and RemoteControl.
    /// </summary>
    public static SourceUsage Org(decimal? discount, params decimal?[] costs) =>
        Source("Org", "standard", discount, costs);

    public static SourceUsage Source(string? type, string? tier, decimal? discount, params decimal?[] costs)
    {
        string[] types = ["PerMachine", "StandardCompute", "RemoteControl", "LogsUpload"];
        var gross = costs.Aggregate((decimal?)0, static (sum, cost) => sum + cost);
        return new SourceUsage
        {
            Type = type,
            Tier = tier,
            Discount = discount,
            TotalWithDiscount = gross - discount,
            TotalWithoutDiscount = gross,
            Costs = [.. costs.Select((cost, i) => new ResourceCost(types[i], cost))],
        };
    }

    /// <summary>A snapshot at each midnight after the start, with the cumulative sums of daily costs.</summary>
    public static IEnumerable<UsageSnapshot> Daily(string start, params IEnumerable<decimal> costs)
    {
        var (from, sum, day) = (Utc(start), 0m, 0);
        foreach (var cost in costs)
        {
            sum += cost;
            day++;
            yield return One(from.AddDays(day), sum, from);
        }
    }
}
