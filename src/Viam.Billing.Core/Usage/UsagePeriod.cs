namespace Viam.Billing.Usage;

/// <summary>
/// A billing period: from its start, inclusive, to its end, exclusive. Both are UTC and not always midnight.
/// </summary>
internal readonly record struct UsagePeriod
{
    private UsagePeriod(DateTime start, DateTime end)
    {
        Start = start;
        End = end;
    }

    public DateTime Start { get; }

    public DateTime End { get; }

    public TimeSpan Length => End - Start;

    /// <summary>
    /// The month that names the period in the usage store, such as 2026-11: the month of its start in UTC.
    /// </summary>
    public string Name => FormattableString.Invariant($"{Start:yyyy-MM}");

    /// <summary>
    /// A period is one calendar month long. The reported end counts only if it differs from that by less than a day.
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

    /// <summary>
    /// The part of the period that has elapsed at a time: 0 at its start or earlier, 1 at its end, more after it.
    /// </summary>
    public double ElapsedPart(DateTime at) => Math.Max(0, (double)(at - Start).Ticks / Length.Ticks);

    /// <summary>The time at which a part of the period has elapsed.</summary>
    public DateTime TimeAt(double part) => Start.AddTicks((long)Math.Round(part * Length.Ticks));

    public DateTime Clamp(DateTime at) =>
        at < Start ? Start
        : at > End ? End
        : at;

    /// <summary>A time without a kind is UTC.</summary>
    public static DateTime ToUtc(DateTime time) =>
        time.Kind == DateTimeKind.Local ? time.ToUniversalTime() : DateTime.SpecifyKind(time, DateTimeKind.Utc);
}
