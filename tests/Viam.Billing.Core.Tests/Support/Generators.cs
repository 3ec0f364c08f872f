using CsCheck;
using Viam.Billing.Usage;

namespace Viam.Billing.Core.Tests.Support;

/// <summary>Random usage, including values that a service shouldn't report.</summary>
internal static class Generators
{
    /// <summary>Cents, and occasionally fractions of a cent or a large amount.</summary>
    public static readonly Gen<decimal> Amount = Gen.Frequency(
        (8, Gen.Int[-5_000, 200_000].Select(static cents => cents / 100m)),
        (1, Gen.Long[-9_999_999, 9_999_999].Select(static part => part / 1_000_000m)),
        (1, Gen.Long[0, 99_999_999_999_999].Select(static cents => cents / 100m))
    );

    /// <summary>In the first second of a month or within its first hours.</summary>
    public static readonly Gen<DateTime> Start = Gen.Select(
        Gen.Int[0, 240],
        OneOf(0, 0, 0, 1, 5 * 3600, 86_399),
        static (month, seconds) =>
            new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddMonths(month).AddSeconds(seconds)
    );

    public static readonly Gen<SourceUsage> Source = Gen.Select(
        OneOf("Org", "Fragment", null),
        OneOf("standard", "vision-plus", null),
        Amount,
        Amount.List[0, 4],
        static (type, tier, discount, costs) =>
            Snapshots.Source(type, tier, discount, [.. costs.Select(static cost => (decimal?)cost)])
    );

    /// <summary>Snapshots of one period, from before its start until after its end.</summary>
    public static readonly Gen<UsageMonth> Month = Gen.Select(
        Start,
        Gen.Select(Gen.Int[-60, 33 * 24 * 60], Amount, Source.List[0, 3]).List[1, 30],
        static (start, rows) =>
            new UsageMonth(
                rows.Select(row => Snapshots.Of(start.AddMinutes(row.Item1), start, row.Item2, [.. row.Item3]))
            )
    );

    public static readonly Gen<UsageSnapshot> Snapshot = Month.Select(static month => month.Latest);

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);
}
