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
    public decimal? Gross => Costs.Aggregate((decimal?)0m, static (sum, cost) => sum + cost.Cost);

    private static ResourceCost[] Merge(IReadOnlyList<ResourceCost> costs)
    {
        var merged = new List<ResourceCost>(costs.Count);
        foreach (var (resourceType, cost) in costs)
        {
            var known = UsageAmount.Known(cost);
            var index = merged.FindIndex(other => other.ResourceType == resourceType);
            if (index < 0)
            {
                merged.Add(new ResourceCost(resourceType, known));
            }
            else
            {
                merged[index] = new ResourceCost(resourceType, UsageAmount.Known(merged[index].Cost + known));
            }
        }
        return [.. merged];
    }
}
