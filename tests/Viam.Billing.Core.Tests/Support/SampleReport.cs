using Viam.Billing.Reports;
using Viam.Billing.Usage;
using Viam.Billing.Usage.Forecasting;

namespace Viam.Billing.Core.Tests.Support;

/// <summary>Reports on invented organizations, the same at every run.</summary>
internal static class SampleReport
{
    public static readonly DateTime ReadAt = Snapshots.Utc("2026-11-17T09:30:00Z");

    private static readonly string[] s_names =
    [
        "Northwind Robotics",
        "Contoso Warehousing",
        "Fabrikam Agriculture",
        "Tailspin Drones",
        "Adventure Works Marine",
        "Wide World Mining",
        "Litware Inspection",
        "Proseware Labs",
        "Woodgrove Kitchens",
        "Alpine Ski House",
    ];

    private static readonly string[] s_resources =
    [
        "PerMachine",
        "StandardCompute",
        "BinaryDataCloudStorage",
        "BinaryDataUpload",
        "TabularDataDatabaseCompute",
        "LogsCloudStorage",
        "RemoteControl",
    ];

    /// <summary>Ten organizations with 12 stored months, one without, and one that can't be read.</summary>
    public static ReportData Typical { get; } =
        new()
        {
            ReadAt = ReadAt,
            Organizations =
            [
                .. s_names.Select((name, i) => Organization(i, name, months: 12)),
                Organization(10, "Humongous Insurance", months: 0),
            ],
            Failures =
            [
                new ReportFailure(
                    Id(11),
                    "Coho Vineyard",
                    ReportPart.Usage,
                    "You don't have permission to read this organization. Server message: permission denied"
                ),
            ],
        };

    public static ReportData Large(int organizations = 100, int months = 12) =>
        new()
        {
            ReadAt = ReadAt,
            Organizations =
            [
                .. Enumerable
                    .Range(0, organizations)
                    .Select(i => Organization(i, $"{s_names[i % s_names.Length]} {i + 1}", months)),
            ],
        };

    /// <summary>As <see cref="Typical"/>, with these names.</summary>
    public static ReportData Named(params IReadOnlyList<string?> names) =>
        new()
        {
            ReadAt = ReadAt,
            Organizations = [.. names.Select((name, i) => Organization(i, name, months: 2))],
            Failures = [.. names.Select((name, i) => new ReportFailure(Id(i), name, ReportPart.Invoices, name ?? ""))],
        };

    public static ReportOrganization Organization(int index, string? name, int months)
    {
        var random = new Random(index + 7);
        var size = 9600m / (1 + index) * (decimal)(0.8 + (random.NextDouble() * 0.4));
        var start = new DateTime(ReadAt.Year, ReadAt.Month, 1, 0, 0, 0, DateTimeKind.Utc);
        UsageSnapshot[] past =
        [
            .. Enumerable
                .Range(1, months)
                .SelectMany(back => Month(random, start.AddMonths(-back), size * (1 - (back * 0.04m)))),
        ];
        UsageSnapshot[] current = [.. Month(random, start, size)];
        var history = months > 0 ? UsageHistory.From([.. past, .. current]) : UsageHistory.Empty;
        return ReportOrganizationBuilder.Create(Id(index), name, current[^1], history, ForecastOptions.Default) with
        {
            Aging = Aging(random, index, size),
        };
    }

    public static string Id(int index) => $"{index:x8}-1111-4222-8333-444455556666";

    /// <summary>A snapshot at the end of each day until the reading.</summary>
    private static IEnumerable<UsageSnapshot> Month(Random random, DateTime start, decimal size)
    {
        var end = start.AddMonths(1);
        var shares = s_resources.Select((_, i) => (decimal)((random.NextDouble() + 0.5) / (1 + (i * i)))).ToArray();
        var growth = (decimal)(random.NextDouble() - 0.4) / 60;
        size *= (decimal)(0.75 + (random.NextDouble() / 2));
        var costs = new decimal[s_resources.Length];
        for (var day = start.AddDays(1); day <= end && day.AddDays(-1) < ReadAt; day = day.AddDays(1))
        {
            var weekday = day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? 0.6m : 1.1m;
            for (var i = 0; i < costs.Length; i++)
            {
                var noise = (decimal)(0.5 + random.NextDouble());
                costs[i] += size * shares[i] / 60 * weekday * noise * (1 + (growth * day.Day));
            }
            var discount = UsageAmount.Round(costs.Sum(UsageAmount.Round) * 0.1m);
            var source = new SourceUsage
            {
                Type = "Org",
                Tier = "standard",
                Discount = discount,
                Costs = [.. costs.Select((cost, i) => new ResourceCost(s_resources[i], UsageAmount.Round(cost)))],
            };
            var at = day < ReadAt ? day : ReadAt;
            yield return Snapshots.Of(at, start, source.Gross - discount + 25, source);
        }
    }

    private static ReportAging Aging(Random random, int index, decimal size)
    {
        decimal Bucket(int every) =>
            index % every == every - 1 ? UsageAmount.Round(size * (decimal)random.NextDouble()) : 0;
        var (current, first, second, third, last) = (Bucket(2), Bucket(3), Bucket(5), Bucket(7), Bucket(9));
        decimal[] overdue = [first, second, third, last];
        // Of every fourth organization, an invoice that isn't overdue any more is being paid.
        var inProcess = Bucket(4);
        return new ReportAging
        {
            Current = current,
            Days1To30 = first + inProcess,
            Days31To60 = second,
            Days61To90 = third,
            Over90Days = last,
            Total = current + inProcess + overdue.Sum(),
            Overdue = overdue.Sum(),
            InProcess = inProcess,
            InvoiceCount = overdue.Append(current).Append(inProcess).Count(static amount => amount > 0),
            OldestDaysPastDue =
                last > 0 ? 104
                : third > 0 ? 77
                : second > 0 ? 48
                : first > 0 ? 12
                : null,
        };
    }
}
