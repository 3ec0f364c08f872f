namespace Viam.Billing;

/// <summary>The cost of one source in a period so far. A source is the organization itself, or a fragment.</summary>
internal sealed record SourceUsage
{
    /// <summary>Org or Fragment; null if the server doesn't report sources.</summary>
    public string? Type { get; init; }

    public string? Tier { get; init; }

    /// <summary>US dollars; null if unknown.</summary>
    public decimal? Discount
    {
        get;
        init => field = UsageAmount.Known(value);
    }

    /// <summary>The total with the discount subtracted, as reported; null if unknown.</summary>
    public decimal? TotalWithDiscount
    {
        get;
        init => field = UsageAmount.Known(value);
    }

    /// <summary>The total before the discount, as reported; null if unknown.</summary>
    public decimal? TotalWithoutDiscount
    {
        get;
        init => field = UsageAmount.Known(value);
    }

    /// <summary>Each resource type once, in the order reported. Costs reported more than once are added.</summary>
    public IReadOnlyList<ResourceCost> Costs
    {
        get;
        init => field = Merge(value);
    } = [];

    /// <summary>The sum of the costs; null if one of them is unknown.</summary>
    public decimal? Gross
    {
        get
        {
            var sum = 0m;
            // By index, because an enumerator would be allocated for each source of each snapshot.
            for (var i = 0; i < Costs.Count; i++)
            {
                if (Costs[i].Cost is not { } cost)
                {
                    return null;
                }
                sum += cost;
            }
            return sum;
        }
    }

    private static ResourceCost[] Merge(IReadOnlyList<ResourceCost> costs)
    {
        var merged = new ResourceCost[costs.Count];
        var count = 0;
        for (var i = 0; i < costs.Count; i++)
        {
            var (resourceType, cost) = costs[i];
            var known = UsageAmount.Known(cost);
            var index = IndexOf(merged.AsSpan(0, count), resourceType);
            if (index < 0)
            {
                merged[count++] = new ResourceCost(resourceType, known);
            }
            else
            {
                merged[index] = new ResourceCost(resourceType, UsageAmount.Known(merged[index].Cost + known));
            }
        }
        return count == merged.Length ? merged : merged[..count];
    }

    private static int IndexOf(ReadOnlySpan<ResourceCost> costs, string resourceType)
    {
        for (var i = 0; i < costs.Length; i++)
        {
            if (costs[i].ResourceType == resourceType)
            {
                return i;
            }
        }
        return -1;
    }
}
