namespace Viam.Billing.Usage;

/// <summary>
/// The amounts of a snapshot's sources, all of which are known. Takes a fraction of the memory of the sources, and of
/// the time to add them up.
/// </summary>
internal sealed class UsageAmounts(UsageLayout layout, decimal[] amounts)
{
    public UsageLayout Layout => layout;

    /// <summary>Copies the costs of all sources before discounts, in the order of the keys of the layout.</summary>
    public void CopyGross(Span<decimal> gross)
    {
        for (var i = 0; i < layout.Sources.Count; i++)
        {
            var costs = Costs(layout.Sources[i]);
            costs.CopyTo(gross);
            gross = gross[costs.Length..];
        }
    }

    /// <summary>As above, with discounts subtracted.</summary>
    public void CopyNet(Span<decimal> net)
    {
        CopyGross(net);
        for (var i = 0; i < layout.Sources.Count; i++)
        {
            var costs = Costs(layout.Sources[i]);
            if (amounts[layout.Sources[i].First] is not 0 and var discount)
            {
                var shares = UsageRows.DiscountShares(discount, costs);
                for (var j = 0; j < shares.Length; j++)
                {
                    net[j] -= shares[j];
                }
            }
            net = net[costs.Length..];
        }
    }

    /// <summary>The part of a subtotal that isn't attributed to a source.</summary>
    public decimal Remainder(decimal subtotal)
    {
        var remainder = subtotal;
        for (var i = 0; i < layout.Sources.Count; i++)
        {
            var source = layout.Sources[i];
            var costs = Costs(source);
            if (costs.Length > 0)
            {
                var gross = 0m;
                foreach (var cost in costs)
                {
                    gross += cost;
                }
                remainder -= gross - UsageRows.ApplicableDiscount(gross, amounts[source.First], costs);
            }
        }
        return remainder;
    }

    public SourceUsage[] ToSources()
    {
        var sources = new SourceUsage[layout.Sources.Count];
        for (var i = 0; i < sources.Length; i++)
        {
            var source = layout.Sources[i];
            var costs = new ResourceCost[source.ResourceTypes.Count];
            for (var j = 0; j < costs.Length; j++)
            {
                costs[j] = new ResourceCost(source.ResourceTypes[j], amounts[source.FirstCost + j]);
            }
            sources[i] = new SourceUsage
            {
                Type = source.Type,
                Tier = source.Tier,
                Discount = amounts[source.First],
                TotalWithDiscount = amounts[source.First + 1],
                TotalWithoutDiscount = amounts[source.First + 2],
                Costs = costs,
            };
        }
        return sources;
    }

    private ReadOnlySpan<decimal> Costs(SourceLayout source) =>
        amounts.AsSpan(source.FirstCost, source.ResourceTypes.Count);
}
