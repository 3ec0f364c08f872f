using Viam.Billing.Contract;

namespace Viam.Billing.Sandbox.State;

/// <summary>How a cost comes about during a month, and how it differs from month to month.</summary>
internal static class UsagePattern
{
    /// <summary>What a day costs on weekends, compared with other days.</summary>
    private const decimal WeekendPart = 0.7m;

    /// <summary>The first day on which a fleet is twice as large.</summary>
    private const int DoublingDay = 15;

    /// <summary>What part of a month's cost has come about: 0 to 1.</summary>
    /// <param name="now">The running hour counts as a whole.</param>
    /// <param name="isGrowingFleet">True if the number of machines doubles in the middle of the month.</param>
    internal static decimal PartAt(UsageCostType type, DateTimeOffset now, bool isGrowingFleet)
    {
        var elapsed = BillingMonth.ElapsedPart(now);
        return type switch
        {
            // A fee of the whole month, booked on its first day.
            UsageCostType.PremiumModule => 1,
            // What is stored grows, so each day costs more than the one before.
            _ when IsStock(type) => elapsed * (0.4m + (0.6m * elapsed)),
            UsageCostType.PerMachine => isGrowingFleet
                ? Sum(now, static day => day.Day < DoublingDay ? 1 : 2)
                : elapsed,
            _ => Sum(now, static day => Weight(day)),
        };
    }

    /// <summary>What a month costs, compared with the current one.</summary>
    internal static decimal LevelOf(UsageCostType type, int monthsAgo) =>
        (type, monthsAgo) switch
        {
            (_, 0) or (UsageCostType.PremiumModule, _) => 1,
            // New this month.
            (UsageCostType.TriggerNotification, _) => 0,
            (UsageCostType.PerMachine, _) => 1 - (0.05m * monthsAgo),
            (UsageCostType.StandardCompute, _) => 1 + (0.06m * monthsAgo),
            _ when IsStock(type) => 1 - (0.08m * monthsAgo),
            _ => 1 - (0.03m * monthsAgo),
        };

    private static bool IsStock(UsageCostType type) =>
        type.ToString().EndsWith("CloudStorage", StringComparison.Ordinal);

    private static decimal Sum(DateTimeOffset now, Func<DateTime, decimal> weightOf)
    {
        var start = BillingMonth.StartOf(now).UtcDateTime;
        var (soFar, whole) = (0m, 0m);
        for (var day = start; day.Month == start.Month; day = day.AddDays(1))
        {
            var weight = weightOf(day);
            whole += weight;
            soFar += weight * BillingMonth.ElapsedPartOfDay(day, now.UtcDateTime);
        }
        return soFar / whole;
    }

    /// <summary>Less on weekends, and a little more or less on each day.</summary>
    private static decimal Weight(DateTime day)
    {
        var noise = (uint)day.DayOfYear * 2654435761 % 1000 / 1000m;
        var level = day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? WeekendPart : 1;
        return level * (0.9m + (0.2m * noise));
    }
}
