using Viam.Billing.Contract;
using Viam.Billing.Sandbox.SeedData;

namespace Viam.Billing.Tests.Commands;

/// <summary>
/// Output of Get-ViamCurrentMonthUsage: property names, their order, and the values sent by the server.
/// </summary>
public sealed class UsageOutputTests : ReadTest
{
    [Fact]
    public void CurrentMonthUsageHasExpectedProperties()
    {
        Server.Faults.Rewrite = response =>
            response is GetCurrentMonthUsageResponse usage ? WithKnownCosts(usage) : response;

        var before = DateTime.UtcNow;
        var usage = Assert.Single(RunSuccessfully($"Get-ViamCurrentMonthUsage {SandboxOrganizations.Acme}"));

        AssertProperties(
            usage,
            "OrganizationName OrganizationId ReadAt StartDate EndDate TotalWithoutDiscount Discount "
                + "TotalWithDiscount OtherCharges Subtotal "
                + "AmountDue"
        );
        Assert.Equal(SandboxOrganizations.Acme, Property<string>(usage, "OrganizationId"));
        AssertUtc(MonthStart, usage, "StartDate");
        AssertUtc(MonthStart.AddMonths(1), usage, "EndDate");
        Assert.Equal(99.95m, Property<decimal>(usage, "Subtotal"));
        Assert.Equal(0.3m, Property<decimal>(usage, "Discount"));
        Assert.Equal(5.7m, Property<decimal>(usage, "TotalWithDiscount"));
        Assert.Equal(6m, Property<decimal>(usage, "TotalWithoutDiscount"));
        Assert.Equal(94.25m, Property<decimal>(usage, "OtherCharges"));
        Assert.Equal(99.95m, Property<decimal>(usage, "AmountDue"));
        Assert.Equal(DateTimeKind.Utc, Property<DateTime>(usage, "ReadAt").Kind);
        Assert.InRange(Property<DateTime>(usage, "ReadAt"), before, DateTime.UtcNow);
    }

    [Fact]
    public void CurrentMonthUsageByResourceReturnsRowsThatAddUpToSubtotal()
    {
        Server.Faults.Rewrite = response =>
            response is GetCurrentMonthUsageResponse usage ? WithKnownCosts(usage) : response;

        var rows = RunSuccessfully($"Get-ViamCurrentMonthUsage {SandboxOrganizations.Acme} -ByResource");

        Assert.Equal(4, rows.Count);
        Assert.Equal(99.95m, rows.Sum(static row => Property<decimal>(row, "NetCost")));
        Assert.All(
            rows,
            row =>
            {
                AssertProperties(
                    row,
                    "OrganizationName OrganizationId ReadAt StartDate EndDate SourceType TierName "
                        + "ResourceType Cost Discount NetCost"
                );
                Assert.Equal(SandboxOrganizations.Acme, Property<string>(row, "OrganizationId"));
                AssertUtc(MonthStart, row, "StartDate");
                AssertUtc(MonthStart.AddMonths(1), row, "EndDate");
            }
        );
        Assert.Equal(
            [
                ("Org", "gold", "PerMachine", 1.1m, 0.1m, 1m),
                ("Org", "gold", "LogsEgress", 2.2m, 0.2m, 2m),
                ("Fragment", "blue", "Unknown(99)", 2.7m, 0m, 2.7m),
                (null, null, "Other", 94.25m, 0m, 94.25m),
            ],
            rows.Select(row =>
                (
                    Property<string?>(row, "SourceType"),
                    Property<string?>(row, "TierName"),
                    Property<string>(row, "ResourceType"),
                    Property<decimal>(row, "Cost"),
                    Property<decimal>(row, "Discount"),
                    Property<decimal>(row, "NetCost")
                )
            )
        );
    }

    private static GetCurrentMonthUsageResponse WithKnownCosts(GetCurrentMonthUsageResponse usage)
    {
        usage.Subtotal = 99.95;
        usage.ResourceUsageCostsBySource.Clear();
        usage.ResourceUsageCostsBySource.Add(
            Source(SourceType.Org, "gold", 0.3, (UsageCostType.PerMachine, 1.1), (UsageCostType.LogsEgress, 2.2))
        );
        usage.ResourceUsageCostsBySource.Add(Source(SourceType.Fragment, "blue", 0, ((UsageCostType)99, 2.7)));
        return usage;
    }

    private static ResourceUsageCostsBySource Source(
        SourceType type,
        string tier,
        double discount,
        params (UsageCostType Type, double Cost)[] costs
    ) =>
        new()
        {
            SourceType = type,
            TierName = tier,
            ResourceUsageCosts = new ResourceUsageCosts
            {
                UsageCosts = { costs.Select(cost => new UsageCost { ResourceType = cost.Type, Cost = cost.Cost }) },
                Discount = discount,
                TotalWithDiscount = costs.Sum(cost => cost.Cost) - discount,
                TotalWithoutDiscount = costs.Sum(cost => cost.Cost),
            },
        };
}
