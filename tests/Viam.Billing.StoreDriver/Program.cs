using System.Globalization;
using Viam.Billing.Files;
using Viam.Billing.Usage;
using Viam.Billing.Usage.Storage;

namespace Viam.Billing.StoreDriver;

/// <summary>
/// Saves a snapshot of each of several organizations to a usage store, as a nightly job does. Each result is written to
/// standard output immediately.
/// </summary>
internal static class Program
{
    private const string Usage =
        "Usage: Viam.Billing.StoreDriver <store> <organizations> <start of the month> <read at> <amount> "
        + "<disk: fast or slow>";

    private static int Main(string[] args)
    {
        if (args is not [var store, var organizations, var start, var readAt, var amount, var disk])
        {
            Console.Error.WriteLine(Usage);
            return 64;
        }
        var usageStore = new UsageStore(store, disk: disk == "slow" ? new SlowDisk() : DiskAccess.Default);
        var snapshot = Snapshot(Time(start), Time(readAt), decimal.Parse(amount, CultureInfo.InvariantCulture));
        Console.WriteLine("begun");
        for (var i = 0; i < int.Parse(organizations, CultureInfo.InvariantCulture); i++)
        {
            var saved = usageStore.Save($"organization-{i:00}", snapshot, TimeSpan.FromHours(1));
            Console.WriteLine($"{saved.Status} organization-{i:00}");
        }
        return 0;
    }

    private static UsageSnapshot Snapshot(DateTime start, DateTime readAt, decimal amount)
    {
        // A fee beyond all sources, and a discount.
        var discount = Math.Round(amount / 10, 2);
        return UsageSnapshot.Create(
            readAt,
            start,
            start.AddMonths(1),
            amount - discount + 25,
            [
                new SourceUsage
                {
                    Type = "Org",
                    Tier = "standard",
                    Discount = discount,
                    TotalWithDiscount = amount - discount,
                    TotalWithoutDiscount = amount,
                    Costs = [new ResourceCost("PerMachine", amount / 2), new ResourceCost("LogsUpload", amount / 2)],
                },
            ]
        )!;
    }

    private static DateTime Time(string text) =>
        DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal);
}
