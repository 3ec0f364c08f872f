namespace Viam.Billing.Usage;

/// <summary>Builds the curves of a month's rows. The cost of a row is 0 in each snapshot without it.</summary>
internal sealed class CostCurves
{
    private readonly UsagePeriod _period;
    private readonly IReadOnlyList<UsageSnapshot> _snapshots;
    private readonly Dictionary<UsageRowKey, CostCurve> _curves = [];

    // Nearly all snapshots of a month have the same rows, which are then found without looking up their keys.
    private IReadOnlyList<UsageRow> _previous = [];
    private UsageLayout? _previousLayout;
    private bool _hasRemainder;
    private decimal[] _costs = [];
    private CostCurve[] _present = [];
    private CostCurve[] _missing = [];

    private CostCurves(UsagePeriod period, IReadOnlyList<UsageSnapshot> snapshots)
    {
        _period = period;
        _snapshots = snapshots;
    }

    /// <summary>The curves of the rows before discounts, and of the remainder.</summary>
    /// <param name="snapshots">The snapshots of a month, in order of time.</param>
    public static IReadOnlyDictionary<UsageRowKey, CostCurve> Gross(
        UsagePeriod period,
        IReadOnlyList<UsageSnapshot> snapshots
    )
    {
        var curves = new CostCurves(period, snapshots);
        for (var i = 0; i < snapshots.Count; i++)
        {
            if (snapshots[i] is { Amounts: { } amounts, Subtotal: { } subtotal })
            {
                amounts.CopyGross(curves.Costs(amounts.Layout));
                curves.Add(i, amounts.Layout, amounts.Remainder(subtotal));
            }
            else
            {
                curves.Add(i, UsageRows.SplitGross(snapshots[i]), static row => row.Gross);
            }
        }
        return curves._curves;
    }

    /// <summary>The curves of the rows with discounts subtracted, and of the remainder.</summary>
    /// <inheritdoc cref="Gross"/>
    public static IReadOnlyDictionary<UsageRowKey, CostCurve> Net(
        UsagePeriod period,
        IReadOnlyList<UsageSnapshot> snapshots
    )
    {
        var curves = new CostCurves(period, snapshots);
        for (var i = 0; i < snapshots.Count; i++)
        {
            if (snapshots[i] is { Amounts: { } amounts, Subtotal: { } subtotal })
            {
                var costs = curves.Costs(amounts.Layout);
                var remainder = subtotal;
                amounts.CopyNet(costs);
                foreach (var cost in costs)
                {
                    remainder -= cost;
                }
                curves.Add(i, amounts.Layout, remainder);
            }
            else
            {
                curves.Add(i, UsageRows.Split(snapshots[i]), static row => row.Net);
            }
        }
        return curves._curves;
    }

    private void Add(int index, IReadOnlyList<UsageRow> rows, Func<UsageRow, decimal?> amountOf)
    {
        if (_previousLayout is not null || !HaveSameKeys(rows, _previous))
        {
            Select(index, rows.Select(static row => row.Key));
        }
        var readAt = _snapshots[index].ReadAt;
        for (var i = 0; i < _present.Length; i++)
        {
            if (amountOf(rows[i]) is { } amount)
            {
                _present[i].Add(readAt, amount);
            }
        }
        AddMissing(readAt);
        (_previous, _previousLayout) = (rows, null);
    }

    /// <summary>The memory for the costs of a snapshot, which is used again for the next one.</summary>
    private Span<decimal> Costs(UsageLayout layout)
    {
        if (_costs.Length < layout.Keys.Count)
        {
            _costs = new decimal[layout.Keys.Count];
        }
        return _costs.AsSpan(0, layout.Keys.Count);
    }

    private void Add(int index, UsageLayout layout, decimal remainder)
    {
        var hasRemainder = remainder != 0;
        if (!ReferenceEquals(_previousLayout, layout) || _hasRemainder != hasRemainder)
        {
            Select(index, hasRemainder ? layout.Keys.Append(UsageRowKey.Remainder) : layout.Keys);
        }
        var readAt = _snapshots[index].ReadAt;
        for (var i = 0; i < layout.Keys.Count; i++)
        {
            _present[i].Add(readAt, _costs[i]);
        }
        if (hasRemainder)
        {
            _present[^1].Add(readAt, remainder);
        }
        AddMissing(readAt);
        (_previousLayout, _hasRemainder) = (layout, hasRemainder);
    }

    /// <summary>Finds the curves that a snapshot has, and the others.</summary>
    private void Select(int index, IEnumerable<UsageRowKey> keys)
    {
        _present = [.. keys.Select(key => FindOrAdd(key, before: index))];
        _missing = [.. _curves.Values.Except(_present)];
    }

    private void AddMissing(DateTime readAt)
    {
        foreach (var curve in _missing)
        {
            curve.Add(readAt, 0);
        }
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

    private CostCurve FindOrAdd(UsageRowKey key, int before)
    {
        if (!_curves.TryGetValue(key, out var curve))
        {
            _curves.Add(key, curve = new CostCurve(_period, _snapshots.Count));
            for (var i = 0; i < before; i++)
            {
                curve.Add(_snapshots[i].ReadAt, 0);
            }
        }
        return curve;
    }
}
