using Viam.Billing.Contract;
using Viam.Billing.Sandbox.SeedData;
using Viam.Billing.Tests.Support;
using Viam.Billing.Usage;
using Viam.Billing.Usage.Storage;

namespace Viam.Billing.Tests.Commands.Usage;

/// <summary>
/// Base class for tests of cmdlets that use the usage store: a session with a server, and a temporary store.
/// </summary>
public abstract class UsageTest : CmdletTest
{
    private protected const string Acme = SandboxOrganizations.Acme;
    private protected const string Bluewater = SandboxOrganizations.Bluewater;

    private readonly TemporaryFolder _folder = new();

    /// <summary>The store, which is empty at first.</summary>
    private protected string StorePath => _folder.GetPath("store");

    private protected override void Prepare()
    {
        Directory.CreateDirectory(StorePath);
        Environment.SetEnvironmentVariable(UsageStoreLocation.Variable, StorePath);
        Connect();
    }

    private protected override void CleanUp()
    {
        Environment.SetEnvironmentVariable(UsageStoreLocation.Variable, null);
        _folder.Dispose();
    }

    private protected int UsageRequests => CountRequests("GetCurrentMonthUsage");

    private protected string FileOf(string organizationId, DateTime start) =>
        Path.Combine(StorePath, "usage", organizationId, $"{start:yyyy-MM}.jsonl");

    private protected IReadOnlyList<string> StoredFiles =>
        Directory.Exists(StorePath) ? Directory.GetFiles(StorePath, "*", SearchOption.AllDirectories) : [];

    /// <summary>Stores snapshots of one cost without a discount.</summary>
    private protected void Store(
        string organizationId,
        DateTime start,
        IEnumerable<(DateTime ReadAt, decimal? Amount)> snapshots
    ) =>
        UsageStoreSeed.Write(
            StorePath,
            snapshots.Select(item => (organizationId, Snapshot(item.ReadAt, start, item.Amount)))
        );

    /// <summary>Stores the sums of daily costs, read at each midnight.</summary>
    private protected void StoreDays(string organizationId, DateTime start, params IEnumerable<decimal> costs)
    {
        var sum = 0m;
        UsageStoreSeed.Write(
            StorePath,
            costs
                .Select((cost, day) => (organizationId, Snapshot(start.AddDays(day + 1), start, sum += cost)))
                .ToArray()
        );
    }

    /// <summary>Lets the server report this amount for all organizations, as one cost without a discount.</summary>
    private protected void Report(double amount, DateTime? start = null) =>
        Server.Faults.Rewrite = response =>
            response is GetCurrentMonthUsageResponse usage ? WithAmount(usage, amount, start) : response;

    private protected static DateTime Utc(int year, int month, int day) =>
        new(year, month, day, 0, 0, 0, DateTimeKind.Utc);

    private static GetCurrentMonthUsageResponse WithAmount(
        GetCurrentMonthUsageResponse usage,
        double amount,
        DateTime? start
    )
    {
        if (start is { } from)
        {
            usage.StartDate = Google.Protobuf.WellKnownTypes.Timestamp.FromDateTime(from);
            usage.EndDate = Google.Protobuf.WellKnownTypes.Timestamp.FromDateTime(from.AddMonths(1));
        }
        usage.Subtotal = amount;
        usage.ResourceUsageCostsBySource.Clear();
        usage.ResourceUsageCostsBySource.Add(
            new ResourceUsageCostsBySource
            {
                SourceType = SourceType.Org,
                TierName = "standard",
                ResourceUsageCosts = new ResourceUsageCosts
                {
                    UsageCosts =
                    {
                        new UsageCost { ResourceType = UsageCostType.PerMachine, Cost = amount },
                    },
                    TotalWithDiscount = amount,
                    TotalWithoutDiscount = amount,
                },
            }
        );
        return usage;
    }

    private static UsageSnapshot Snapshot(DateTime readAt, DateTime start, decimal? amount) =>
        UsageSnapshot.Create(
            readAt,
            start,
            endDate: null,
            amount,
            [
                new SourceUsage
                {
                    Type = "Org",
                    Tier = "standard",
                    Discount = 0,
                    TotalWithDiscount = amount,
                    TotalWithoutDiscount = amount,
                    Costs = [new ResourceCost("PerMachine", amount)],
                },
            ]
        )!;
}
