namespace Viam.Billing.Usage;

/// <summary>The snapshots of one billing period of an organization.</summary>
internal sealed class UsageMonth
{
    private IReadOnlyDictionary<UsageRowKey, CostCurve>? _gross;
    private IReadOnlyDictionary<UsageRowKey, CostCurve>? _net;

    /// <param name="snapshots">
    /// In any order. Of several that were read at the same time, the last one counts. The period is that of the latest.
    /// </param>
    public UsageMonth(IEnumerable<UsageSnapshot> snapshots)
    {
        Snapshots = Sort(snapshots);
        Period = Snapshots[^1].Period;
        Total = new CostCurve(Period);
        foreach (var snapshot in Snapshots)
        {
            if (snapshot.Subtotal is { } subtotal)
            {
                Total.Add(snapshot.ReadAt, subtotal);
            }
        }
    }

    public UsagePeriod Period { get; }

    /// <summary>By the time when they were read; at least one.</summary>
    public IReadOnlyList<UsageSnapshot> Snapshots { get; }

    public UsageSnapshot Latest => Snapshots[^1];

    /// <summary>The subtotals.</summary>
    public CostCurve Total { get; }

    /// <summary>
    /// The rows before discounts, and the remainder. A row that a snapshot doesn't contain cost nothing until then.
    /// </summary>
    public IReadOnlyDictionary<UsageRowKey, CostCurve> Gross => _gross ??= Build(static row => row.Gross);

    /// <summary>The rows with discounts subtracted, and the remainder.</summary>
    public IReadOnlyDictionary<UsageRowKey, CostCurve> Net => _net ??= Build(static row => row.Net);

    /// <summary>As it was known at a time; null if nothing was.</summary>
    public UsageMonth? KnownAt(DateTime at)
    {
        if (Latest.ReadAt <= at)
        {
            return this;
        }
        UsageSnapshot[] known = [.. Snapshots.Where(snapshot => snapshot.ReadAt <= at)];
        return known.Length == 0 ? null : new UsageMonth(known);
    }

    public UsageMonth With(UsageSnapshot snapshot) => new(Snapshots.Append(snapshot));

    private static List<UsageSnapshot> Sort(IEnumerable<UsageSnapshot> snapshots)
    {
        var sorted = new List<UsageSnapshot>();
        // A stable sort, so that the last of several at the same time comes last.
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

    private Dictionary<UsageRowKey, CostCurve> Build(Func<UsageRow, decimal?> amountOf)
    {
        var curves = new Dictionary<UsageRowKey, CostCurve>();
        var missing = new HashSet<UsageRowKey>();
        for (var i = 0; i < Snapshots.Count; i++)
        {
            var readAt = Snapshots[i].ReadAt;
            missing.UnionWith(curves.Keys);
            foreach (var row in UsageRows.Split(Snapshots[i]))
            {
                missing.Remove(row.Key);
                if (!curves.TryGetValue(row.Key, out var curve))
                {
                    curve = NewCurve(before: i);
                    curves.Add(row.Key, curve);
                }
                if (amountOf(row) is { } amount)
                {
                    curve.Add(readAt, amount);
                }
            }
            foreach (var key in missing)
            {
                curves[key].Add(readAt, 0);
            }
            missing.Clear();
        }
        return curves;
    }

    private CostCurve NewCurve(int before)
    {
        var curve = new CostCurve(Period);
        for (var i = 0; i < before; i++)
        {
            curve.Add(Snapshots[i].ReadAt, 0);
        }
        return curve;
    }
}
