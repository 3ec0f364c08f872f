namespace Viam.Billing.Sandbox.State;

/// <summary>A billing cycle: a calendar month in UTC.</summary>
internal static class BillingMonth
{
    /// <summary>The first instant of the month.</summary>
    internal static DateTimeOffset StartOf(DateTimeOffset time) =>
        new(time.UtcDateTime.Year, time.UtcDateTime.Month, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The elapsed part of the month, from more than 0 to 1. The current day is included.</summary>
    internal static decimal ElapsedPart(DateTimeOffset time) =>
        (decimal)time.UtcDateTime.Day / DateTime.DaysInMonth(time.UtcDateTime.Year, time.UtcDateTime.Month);
}
