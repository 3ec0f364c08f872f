namespace Viam.Billing.Usage.Forecasting;

/// <summary>The ratio of net to gross costs of each source.</summary>
internal sealed class DiscountRatios
{
    private readonly Dictionary<(string? Type, string? Tier), double?> _factors = [];

    private DiscountRatios() { }

    /// <summary>
    /// Creates the ratios of the current snapshot. For a source without a cost so far, the ratio of the last month is
    /// used; without that, there is no discount.
    /// </summary>
    public static DiscountRatios Create(UsageSnapshot current, IReadOnlyList<UsageMonth> past)
    {
        var ratios = new DiscountRatios();
        ratios.Add(current, keepsZero: past.Count == 0);
        if (past.Count > 0)
        {
            ratios.Add(past[^1].Latest, keepsZero: true);
        }
        return ratios;
    }

    /// <summary>The factor from gross to net amounts; null if unknown.</summary>
    public double? Find(UsageRowKey key) =>
        key == UsageRowKey.Remainder ? 1 : _factors.GetValueOrDefault((key.SourceType, key.TierName), 1);

    private void Add(UsageSnapshot snapshot, bool keepsZero)
    {
        foreach (var source in UsageRows.MergeSources(snapshot.Sources))
        {
            if (source.Gross is 0 && !keepsZero)
            {
                continue;
            }
            _factors.TryAdd((source.Type, source.Tier), Factor(source));
        }
    }

    private static double? Factor(SourceUsage source)
    {
        if (source.Discount == 0 || source.Gross <= 0)
        {
            return 1;
        }
        return 1 - (double?)(UsageRows.ApplicableDiscount(source) / source.Gross);
    }
}
