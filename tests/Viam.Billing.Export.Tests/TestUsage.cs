using Viam.Billing.Focus;
using Viam.Billing.Usage;

namespace Viam.Billing.Export.Tests;

/// <summary>Makes usage for tests.</summary>
internal static class TestUsage
{
    public static readonly DateTime Start = new(2026, 11, 1, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>The usage of an organization in a month after the first: a row per cost and a fee of 25.00.</summary>
    public static FocusMonth Month(FocusAccount account, int month = 0, params IReadOnlyList<decimal> costs)
    {
        string[] types = ["PerMachine", "StandardCompute", "RemoteControl", "LogsUpload", "PremiumModule"];
        var start = Start.AddMonths(month);
        var snapshot = UsageSnapshot.Create(
            start.AddMonths(1),
            start,
            endDate: null,
            costs.Sum() + 25m,
            [
                new SourceUsage
                {
                    Type = "Org",
                    Tier = "standard",
                    Discount = 0,
                    Costs = [.. costs.Select((cost, i) => new ResourceCost(i < 5 ? types[i] : $"Unknown({i})", cost))],
                },
            ]
        )!;
        return FocusRows.From(new UsageMonth([snapshot]), account, new FocusOptions());
    }
}
