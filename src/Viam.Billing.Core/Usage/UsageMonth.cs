namespace Viam.Billing.Usage;

/// <summary>The snapshots of one billing period of an organization.</summary>
internal sealed class UsageMonth
{
    private IReadOnlyDictionary<UsageRowKey, CostCurve>? _gross;
    private IReadOnlyDictionary<UsageRowKey, CostCurve>? _net;

    /// <param name="snapshots">
    /// Snapshots in any order. If several were read at the same time, the last one is used. The period is that of the
    /// latest.
    /// </param>
    public UsageMonth(IEnumerable<UsageSnapshot> snapshots)
    {
        Snapshots = Sort(snapshots);
        Period = Snapshots[^1].Period;
        Total = new CostCurve(Period, Snapshots.Count);
        foreach (var snapshot in Snapshots)
        {
            if (snapshot.Subtotal is { } subtotal)
            {
                Total.Add(snapshot.ReadAt, subtotal);
            }
        }
    }

    public UsagePeriod Period { get; }

    /// <summary>The snapshots, at least one, ordered by the time when they were read.</summary>
    public IReadOnlyList<UsageSnapshot> Snapshots { get; }

    public UsageSnapshot Latest => Snapshots[^1];

    /// <summary>The curve of the subtotals.</summary>
    public CostCurve Total { get; }

    /// <summary>
    /// The curves of the rows before discounts, and of the remainder. The cost of a row is 0 until a snapshot contains
    /// it.
    /// </summary>
    public IReadOnlyDictionary<UsageRowKey, CostCurve> Gross => _gross ??= CostCurves.Gross(Period, Snapshots);

    /// <summary>The curves of the rows with discounts subtracted, and of the remainder.</summary>
    public IReadOnlyDictionary<UsageRowKey, CostCurve> Net => _net ??= CostCurves.Net(Period, Snapshots);

    /// <summary>The month as it was known at a time; null if it wasn't known.</summary>
    public UsageMonth? KnownAt(DateTime at)
    {
        if (Latest.ReadAt <= at)
        {
            return this;
        }
        UsageSnapshot[] known = [.. Snapshots.Where(snapshot => snapshot.ReadAt <= at)];
        return known.Length == 0 ? null : new UsageMonth(known);
    }

    public UsageMonth With(UsageSnapshot snapshot) => new([.. Snapshots, snapshot]);

    private static IReadOnlyList<UsageSnapshot> Sort(IEnumerable<UsageSnapshot> snapshots)
    {
        if (snapshots is IReadOnlyList<UsageSnapshot> { Count: > 0 } list && IsSorted(list))
        {
            return [.. list];
        }
        var sorted = new List<UsageSnapshot>();
        // The sort is stable, so that the last of several snapshots with the same time stays last.
        foreach (var snapshot in snapshots.OrderBy(static snapshot => snapshot.ReadAt))
        {
            if (sorted.Count > 0 && sorted[^1].ReadAt == snapshot.ReadAt)
            {
                sorted[^1] = snapshot;
            }
            else
            {
                sorted.Add(snapshot);
            }
        }
        return sorted.Count > 0 ? sorted : throw new ArgumentException("A month needs a snapshot.", nameof(snapshots));
    }

    private static bool IsSorted(IReadOnlyList<UsageSnapshot> snapshots)
    {
        for (var i = 1; i < snapshots.Count; i++)
        {
            if (snapshots[i - 1].ReadAt >= snapshots[i].ReadAt)
            {
                return false;
            }
        }
        return true;
    }
}
