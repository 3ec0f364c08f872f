namespace Viam.Billing.Usage;

/// <summary>
/// Two time spans whose costs can be compared: the same part of two billing periods, or two spans of the same length.
/// </summary>
internal sealed record ComparisonSpans(
    DateTime ReferenceStart,
    DateTime ReferenceEnd,
    DateTime CurrentStart,
    DateTime CurrentEnd
)
{
    /// <summary>
    /// The period so far, and the same part of the stored period that contains a time. Null if there is no such period,
    /// or if it is the current one.
    /// </summary>
    public static ComparisonSpans? SamePart(UsageSnapshot current, UsageHistory history, DateTime reference)
    {
        var month = history.Months.LastOrDefault(month =>
            month.Period.Start <= reference && reference < month.Period.End
        );
        if (month is null || month.Period.Start >= current.Period.Start)
        {
            return null;
        }
        var part = Math.Min(1, current.Period.ElapsedPart(current.ReadAt));
        var at = part >= 1 ? month.Period.End : month.Period.TimeAt(part);
        return new ComparisonSpans(month.Period.Start, at, current.Period.Start, current.Period.Clamp(current.ReadAt));
    }

    /// <summary>The period so far, and the same part of the period before it.</summary>
    public static ComparisonSpans? LastMonth(UsageSnapshot current, UsageHistory history) =>
        SamePart(current, history, current.Period.Start.AddDays(-1));

    /// <summary>The time before the snapshot, such as a day, and an equally long time span before that.</summary>
    public static ComparisonSpans Latest(UsageSnapshot current, TimeSpan length) =>
        new(current.ReadAt - length - length, current.ReadAt - length, current.ReadAt - length, current.ReadAt);

    /// <summary>
    /// For a time in an earlier period, the same part of that period and the current one; for a time in the current
    /// period, the time since then and an equally long time span before it.
    /// </summary>
    public static ComparisonSpans? Since(UsageSnapshot current, UsageHistory history, DateTime reference) =>
        reference < current.Period.Start ? SamePart(current, history, reference)
        : reference < current.ReadAt ? Latest(current, current.ReadAt - reference)
        : null;
}
