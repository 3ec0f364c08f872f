namespace Viam.Billing.Usage;

/// <summary>
/// A billing period: from its start, inclusive, to its end, exclusive. Both are UTC and not always at midnight.
/// </summary>
internal readonly record struct UsagePeriod
{
    // Room for months before and after every period.
    private const int FirstYear = 2000;
    private const int LastYear = 9000;

    private UsagePeriod(DateTime start, DateTime end)
    {
        Start = start;
        End = end;
    }

    public DateTime Start { get; }

    public DateTime End { get; }

    public TimeSpan Length => End - Start;

    /// <summary>
    /// The month of the period's start in UTC, such as 2026-11, which names the period in the usage store.
    /// </summary>
    public string Name => FormattableString.Invariant($"{Start:yyyy-MM}");

    /// <summary>
    /// Creates a period of one calendar month. The reported end is used only if it differs from that by less than a
    /// day.
    /// </summary>
    public static UsagePeriod Create(DateTime start, DateTime? reportedEnd = null)
    {
        start = ToUtc(start);
        var end = start.AddMonths(1);
        if (reportedEnd is { } reported && (ToUtc(reported) - end).Duration() < TimeSpan.FromDays(1))
        {
            end = ToUtc(reported);
        }
        return new UsagePeriod(start, end);
    }

    /// <summary>As above; null if a start is so far from today that it can't be one.</summary>
    public static UsagePeriod? TryCreate(DateTime start, DateTime? reportedEnd) =>
        ToUtc(start).Year is >= FirstYear and <= LastYear ? Create(start, reportedEnd) : null;

    /// <summary>
    /// The elapsed part of the period at a time: 0 at its start or earlier, 1 at its end, and more after it.
    /// </summary>
    public double ElapsedPart(DateTime at) => Math.Max(0, (double)(at - Start).Ticks / Length.Ticks);

    /// <summary>The time at which a part of the period has elapsed.</summary>
    public DateTime TimeAt(double part) => Start.AddTicks((long)Math.Round(part * Length.Ticks));

    public DateTime Clamp(DateTime at) =>
        at < Start ? Start
        : at > End ? End
        : at;

    /// <summary>Converts a time to UTC. A time without a kind is treated as UTC.</summary>
    public static DateTime ToUtc(DateTime time) =>
        time.Kind == DateTimeKind.Local ? time.ToUniversalTime() : DateTime.SpecifyKind(time, DateTimeKind.Utc);
}
