namespace Viam.Billing.Usage;

/// <summary>Divides a snapshot into rows that add up to its subtotal.</summary>
internal static class UsageRows
{
    private const decimal LargestRatio = 1_000_000m;

    /// <summary>The rows of all sources, then the remainder unless it is 0.</summary>
    public static IReadOnlyList<UsageRow> Split(UsageSnapshot snapshot) => Split(snapshot.Subtotal, snapshot.Sources);

    /// <inheritdoc cref="Split(UsageSnapshot)"/>
    public static IReadOnlyList<UsageRow> Split(decimal? subtotal, IReadOnlyList<SourceUsage> sources)
    {
        var rows = new List<UsageRow>();
        var remainder = subtotal;
        foreach (var source in MergeSources(sources))
        {
            var shares = DiscountShares(source);
            for (var i = 0; i < source.Costs.Count; i++)
            {
                var (resourceType, cost) = source.Costs[i];
                var net = cost - shares?[i];
                rows.Add(new UsageRow(new UsageRowKey(source.Type, source.Tier, resourceType), cost, net));
                remainder -= net;
            }
        }
        if (remainder != 0)
        {
            rows.Add(new UsageRow(UsageRowKey.Remainder, remainder, remainder));
        }
        return rows;
    }

    /// <summary>
    /// As above, without the rows' shares of discounts: their net amounts are null, except the remainder's. Shares take
    /// most of the time, and the remainder needs only their sum.
    /// </summary>
    public static IReadOnlyList<UsageRow> SplitGross(UsageSnapshot snapshot)
    {
        var rows = new List<UsageRow>();
        var remainder = snapshot.Subtotal;
        foreach (var source in MergeSources(snapshot.Sources))
        {
            for (var i = 0; i < source.Costs.Count; i++)
            {
                var (resourceType, cost) = source.Costs[i];
                rows.Add(new UsageRow(new UsageRowKey(source.Type, source.Tier, resourceType), cost, null));
            }
            if (source.Costs.Count > 0)
            {
                var gross = source.Gross;
                remainder -= gross - ApplicableDiscount(source);
            }
        }
        if (remainder != 0)
        {
            rows.Add(new UsageRow(UsageRowKey.Remainder, remainder, remainder));
        }
        return rows;
    }

    /// <summary>
    /// The part of a source's discount that can be applied to its costs: at most their sum, and 0 if that is 0 or
    /// negative, or negligible compared to a cost or a negative discount. The rest is part of the remainder.
    /// </summary>
    public static decimal? ApplicableDiscount(SourceUsage source) =>
        source.Gross is not { } gross || source.Discount is not { } discount
            ? null
            : ApplicableDiscount(gross, discount, [.. source.Costs.Select(static cost => cost.Cost!.Value)]);

    /// <inheritdoc cref="ApplicableDiscount(SourceUsage)"/>
    /// <param name="gross">The sum of the costs.</param>
    public static decimal ApplicableDiscount(decimal gross, decimal discount, ReadOnlySpan<decimal> costs) =>
        gross <= 0 || IsNegligible(gross, discount, costs) ? 0 : Math.Min(gross, discount);

    /// <summary>Divides the applicable part of a source's discount into shares of its costs.</summary>
    public static decimal[] DiscountShares(decimal discount, ReadOnlySpan<decimal> costs)
    {
        var gross = 0m;
        foreach (var cost in costs)
        {
            gross += cost;
        }
        var applicable = ApplicableDiscount(gross, discount, costs);
        return applicable == 0 ? new decimal[costs.Length] : Apportionment.Divide(applicable, costs);
    }

    /// <summary>Adds up sources of the same type and tier, so that each row occurs once.</summary>
    public static IReadOnlyList<SourceUsage> MergeSources(IReadOnlyList<SourceUsage> sources)
    {
        if (!HasDuplicates(sources))
        {
            return sources;
        }
        return
        [
            .. sources
                .GroupBy(static source => (source.Type, source.Tier))
                .Select(static group => new SourceUsage
                {
                    Type = group.Key.Type,
                    Tier = group.Key.Tier,
                    Discount = group.Aggregate((decimal?)0m, static (sum, source) => sum + source.Discount),
                    TotalWithDiscount = group.Aggregate(
                        (decimal?)0m,
                        static (sum, source) => sum + source.TotalWithDiscount
                    ),
                    TotalWithoutDiscount = group.Aggregate(
                        (decimal?)0m,
                        static (sum, source) => sum + source.TotalWithoutDiscount
                    ),
                    Costs = [.. group.SelectMany(static source => source.Costs)],
                }),
        ];
    }

    /// <summary>If costs cancel each other out, their shares could be larger than any amount.</summary>
    private static bool IsNegligible(decimal gross, decimal discount, ReadOnlySpan<decimal> costs)
    {
        var largest = gross * LargestRatio;
        if (-discount > largest)
        {
            return true;
        }
        foreach (var cost in costs)
        {
            if (Math.Abs(cost) > largest)
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>Null if the shares are unknown, because the discount or a cost is unknown.</summary>
    private static decimal[]? DiscountShares(SourceUsage source)
    {
        if (source.Discount == 0)
        {
            return new decimal[source.Costs.Count];
        }
        return source.Gross is null || source.Discount is not { } discount
            ? null
            : DiscountShares(discount, [.. source.Costs.Select(static cost => cost.Cost!.Value)]);
    }

    private static bool HasDuplicates(IReadOnlyList<SourceUsage> sources)
    {
        for (var i = 1; i < sources.Count; i++)
        {
            for (var j = 0; j < i; j++)
            {
                if (sources[i].Type == sources[j].Type && sources[i].Tier == sources[j].Tier)
                {
                    return true;
                }
            }
        }
        return false;
    }
}
