using Viam.Billing.Usage;

namespace Viam.Billing.Benchmarks;

/// <summary>
/// An organization with synthetic daily costs over several months, and the snapshots of a nightly job.
/// </summary>
internal sealed class SyntheticOrganization
{
    private static readonly TimeSpan s_timeOfSnapshot = new(23, 30, 0);
    private readonly Random _random;
    private readonly SyntheticKind _kind;
    private readonly bool _isUnfamiliar;
    private readonly double _level;
    private readonly double _size;
    private readonly int _changeDay;
    private readonly int _changeMonth;
    private readonly double _phase;
    private readonly double _cycle;

    /// <param name="isUnfamiliar">Uses variants of the kinds that weren't used to choose the forecast rules, with twice
    /// the noise.</param>
    public SyntheticOrganization(SyntheticKind kind, int seed, int months, bool isUnfamiliar = false)
    {
        _isUnfamiliar = isUnfamiliar;
        _kind = kind;
        _random = new Random((seed * 100) + (int)kind);
        _level = 5 * Math.Exp(_random.NextDouble() * 4);
        _size = _random.NextDouble();
        // Not in the first two months, which are used only as history.
        _changeDay = _random.Next(60, months * 30);
        _changeMonth = _random.Next(2, months);
        _phase = _random.NextDouble() * 2 * Math.PI;
        _cycle = 60 + (120 * _random.NextDouble());
        var start = new DateTime(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddMonths(_random.Next(0, 24));
        Months = [.. Enumerable.Range(0, months).Select(month => MakeMonth(start.AddMonths(month), start, month))];
    }

    /// <summary>One snapshot per day at 23:30 UTC, and the amount of the whole month.</summary>
    public IReadOnlyList<(IReadOnlyList<UsageSnapshot> Snapshots, decimal Final)> Months { get; }

    private (IReadOnlyList<UsageSnapshot> Snapshots, decimal Final) MakeMonth(DateTime start, DateTime first, int month)
    {
        var snapshots = new List<UsageSnapshot>();
        var total = 0d;
        for (var date = start; date < start.AddMonths(1); date = date.AddDays(1))
        {
            var fee = Fee(date.Day);
            var day = (date - first).Days;
            var shape = _isUnfamiliar ? UnfamiliarShape(date, day, month) : Shape(date, day, month);
            var cost = _level * shape * Math.Max(0, 1 + ((_isUnfamiliar ? 0.2 : 0.1) * NextNormal()));
            var soFar = total + fee + (cost * s_timeOfSnapshot.TotalDays);
            snapshots.Add(ToSnapshot(date + s_timeOfSnapshot, start, soFar));
            total += fee + cost;
        }
        return (snapshots, Cents(total));
    }

    /// <summary>The cost of a day, relative to a normal cost of 1.</summary>
    private double Shape(DateTime date, int day, int month) =>
        _kind switch
        {
            SyntheticKind.FeeOnDay1 or SyntheticKind.FeesOnDays1And15 => 0.5,
            SyntheticKind.GrowingStock => date.Day / 15.0,
            SyntheticKind.Weekdays => date.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? 0.2 : 1.3,
            SyntheticKind.Ramp => Math.Pow(1.05 + (0.20 * _size), day / 30.0),
            SyntheticKind.StepUp => day < _changeDay ? 1 : 1.5 + (1.5 * _size),
            SyntheticKind.Shutdown => day < _changeDay ? 1 : 0.05 + (0.15 * _size),
            SyntheticKind.Bursts => _random.NextDouble() < 0.08 ? 4 + (5 * _random.NextDouble()) : 1,
            SyntheticKind.PriceChange => month < _changeMonth ? 1 : 0.7 + (0.8 * _size),
            SyntheticKind.SlowCycle => 1 + (0.4 * Math.Sin(_phase + (2 * Math.PI * day / _cycle))),
            _ => 1,
        };

    private double UnfamiliarShape(DateTime date, int day, int month) =>
        _kind switch
        {
            SyntheticKind.FeeOnDay1 or SyntheticKind.FeesOnDays1And15 => 1 + (0.3 * Math.Sin(_phase + day / 9.0)),
            SyntheticKind.GrowingStock => (5 + date.Day) / 15.0 * Math.Pow(1.08, month),
            SyntheticKind.Weekdays => date.DayOfWeek is DayOfWeek.Monday ? 4 : 0.5,
            SyntheticKind.Ramp => Math.Pow(1.0 - (0.25 * _size), day / 30.0),
            SyntheticKind.StepUp => day < _changeDay ? 1
            : day < _changeDay + 45 ? 2 + _size
            : 1.2,
            SyntheticKind.Shutdown => day < _changeDay ? 1 + (date.Day > 20 ? 1 : 0) : 0.4 + (0.2 * _size),
            SyntheticKind.Bursts => _random.NextDouble() < 0.2 ? 2 + (3 * _random.NextDouble()) : 0.5,
            SyntheticKind.PriceChange => (month < _changeMonth ? 1 : 1.3 + (0.3 * _size))
                * (date.DayOfWeek is DayOfWeek.Sunday ? 0.3 : 1),
            SyntheticKind.SlowCycle => 1 + (0.5 * Math.Sin(_phase + (2 * Math.PI * day / (_cycle / 4)))),
            SyntheticKind.Steady => Math.Exp(
                (0.03 * Math.Sqrt(day) * NextNormal()) + (0.2 * Math.Sin(day / 40.0 + _phase))
            ),
            _ => throw new InvalidOperationException(),
        };

    private double Fee(int day) =>
        (_kind, day) switch
        {
            (SyntheticKind.FeeOnDay1, 1) => _level * (10 + (10 * _size)),
            (SyntheticKind.FeesOnDays1And15, _) when (_isUnfamiliar ? day is 5 or 22 : day is 1 or 15) => _level
                * (5 + (5 * _size)),
            _ => 0,
        };

    private static UsageSnapshot ToSnapshot(DateTime readAt, DateTime start, double amount)
    {
        var source = new SourceUsage
        {
            Type = "Org",
            Tier = "standard",
            Discount = 0,
            TotalWithDiscount = Cents(amount),
            TotalWithoutDiscount = Cents(amount),
            Costs = [new ResourceCost("PerMachine", Cents(amount))],
        };
        return UsageSnapshot.Create(readAt, start, endDate: null, Cents(amount), [source])!;
    }

    private static decimal Cents(double amount) => Math.Round((decimal)amount, 2);

    private double NextNormal() =>
        Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());
}
