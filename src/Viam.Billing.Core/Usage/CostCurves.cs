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
                curves.AddGross(i, amounts, amounts.Remainder(subtotal));
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
            curves.Add(i, UsageRows.Split(snapshots[i]), static row => row.Net);
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

    private void AddGross(int index, UsageAmounts amounts, decimal remainder)
    {
        var hasRemainder = remainder != 0;
        if (_previousLayout != amounts.Layout || _hasRemainder != hasRemainder)
        {
            Select(index, hasRemainder ? amounts.Layout.Keys.Append(UsageRowKey.Remainder) : amounts.Layout.Keys);
        }
        var readAt = _snapshots[index].ReadAt;
        var row = 0;
        for (var i = 0; i < amounts.Layout.Sources.Count; i++)
        {
            var source = amounts.Layout.Sources[i];
            for (var j = 0; j < source.ResourceTypes.Count; j++)
            {
                _present[row++].Add(readAt, amounts.Cost(source, j));
            }
        }
        if (hasRemainder)
        {
            _present[row].Add(readAt, remainder);
        }
        AddMissing(readAt);
        (_previousLayout, _hasRemainder) = (amounts.Layout, hasRemainder);
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
