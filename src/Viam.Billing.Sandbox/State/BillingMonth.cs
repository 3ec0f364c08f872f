namespace Viam.Billing.Sandbox.State;

/// <summary>A billing cycle: a calendar month in UTC.</summary>
internal static class BillingMonth
{
    /// <summary>The first instant of the month.</summary>
    internal static DateTimeOffset StartOf(DateTimeOffset time) =>
        new(time.UtcDateTime.Year, time.UtcDateTime.Month, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>How much of the month has elapsed, by whole hours and the running one: above 0 to 1.</summary>
    internal static decimal ElapsedPart(DateTimeOffset time)
    {
        var days = DateTime.DaysInMonth(time.UtcDateTime.Year, time.UtcDateTime.Month);
        return (time.UtcDateTime.Day - 1 + ElapsedPartOfDay(time.UtcDateTime.Date, time.UtcDateTime)) / days;
    }

    /// <summary>How much of a day has elapsed, by whole hours and the running one: 0 to 1.</summary>
    internal static decimal ElapsedPartOfDay(DateTime day, DateTime time) =>
        time < day ? 0
        : time >= day.AddDays(1) ? 1
        : (time.Hour + 1) / 24m;
}
