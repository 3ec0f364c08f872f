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

    /// <summary>The snapshots, at least one, ordered by the time when they were read.</summary>
    public IReadOnlyList<UsageSnapshot> Snapshots { get; }

    public UsageSnapshot Latest => Snapshots[^1];

    /// <summary>The curve of the subtotals.</summary>
    public CostCurve Total { get; }

    /// <summary>
    /// The curves of the rows before discounts, and of the remainder. The cost of a row is 0 until a snapshot contains
    /// it.
    /// </summary>
    public IReadOnlyDictionary<UsageRowKey, CostCurve> Gross =>
        _gross ??= Build(UsageRows.SplitGross, static row => row.Gross);

    /// <summary>The curves of the rows with discounts subtracted, and of the remainder.</summary>
    public IReadOnlyDictionary<UsageRowKey, CostCurve> Net => _net ??= Build(UsageRows.Split, static row => row.Net);

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

    public UsageMonth With(UsageSnapshot snapshot) => new(Snapshots.Append(snapshot));

    private static List<UsageSnapshot> Sort(IEnumerable<UsageSnapshot> snapshots)
    {
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

    private Dictionary<UsageRowKey, CostCurve> Build(
        Func<UsageSnapshot, IReadOnlyList<UsageRow>> split,
        Func<UsageRow, decimal?> amountOf
    )
    {
        var curves = new Dictionary<UsageRowKey, CostCurve>();
        // Nearly all snapshots of a month have the same rows, which are then found without looking up their keys.
        IReadOnlyList<UsageRow> previous = [];
        CostCurve[] present = [];
        CostCurve[] missing = [];
        for (var i = 0; i < Snapshots.Count; i++)
        {
            var readAt = Snapshots[i].ReadAt;
            var rows = split(Snapshots[i]);
            if (!HaveSameKeys(rows, previous))
            {
                present = [.. rows.Select(row => FindOrAdd(curves, row.Key, before: i))];
                missing = [.. curves.Values.Except(present)];
            }
            for (var j = 0; j < present.Length; j++)
            {
                if (amountOf(rows[j]) is { } amount)
                {
                    present[j].Add(readAt, amount);
                }
            }
            foreach (var curve in missing)
            {
                curve.Add(readAt, 0);
            }
            previous = rows;
        }
        return curves;
    }

    private static bool HaveSameKeys(IReadOnlyList<UsageRow> rows, IReadOnlyList<UsageRow> others)
    {
        if (rows.Count != others.Count)
        {
            return false;
        }
        for (var i = 0; i < rows.Count; i++)
        {
            if (rows[i].Key != others[i].Key)
            {
                return false;
            }
        }
        return true;
    }

    private CostCurve FindOrAdd(Dictionary<UsageRowKey, CostCurve> curves, UsageRowKey key, int before)
    {
        if (!curves.TryGetValue(key, out var curve))
        {
            curves.Add(key, curve = NewCurve(before));
        }
        return curve;
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
