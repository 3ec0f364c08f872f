using CsCheck;
using Viam.Billing.Core.Tests.Support;
using Viam.Billing.Usage;
using static Viam.Billing.Core.Tests.Support.Snapshots;

namespace Viam.Billing.Core.Tests.Usage;

/// <summary>Stored usage by month, by day and as it was read.</summary>
public sealed class UsageHistoryViewTests
{
    private static readonly DateTime s_october = Utc("2026-10-01");

    [Fact]
    public void MonthsAreFinalCompleteOrRunning()
    {
        UsageSnapshot[] snapshots =
        [
            // Final, complete without its last day, with a gap, and running.
            .. Daily("2026-07-01", Enumerable.Repeat(10m, 31)),
            .. Daily("2026-08-01", Enumerable.Repeat(10m, 30)),
            .. Daily("2026-09-01", Enumerable.Repeat(10m, 30))
                .Where(static snapshot => snapshot.ReadAt.Day is < 10 or > 20),
            .. Daily("2026-10-01", 10m, 20m),
        ];

        var months = View(snapshots).Months().ToArray();

        Assert.Equal(
            [
                (7, 310m, true, true, false, 31),
                (8, 310m, false, true, true, 30),
                (9, 300m, true, false, false, 19),
                (10, 30m, false, false, false, 2),
            ],
            months.Select(static month =>
                (
                    month.StartDate.Month,
                    month.Cost!.Value,
                    month.IsFinal,
                    month.IsComplete,
                    month.IsEstimated,
                    month.SnapshotCount
                )
            )
        );
        Assert.Equal((Utc("2026-11-01"), Utc("2026-10-03")), (months[3].EndDate, months[3].CoveredUntil));
        Assert.Equal("Acme 2026-10 30.00 USD", months[3].ToString());
    }

    [Fact]
    public void UnknownAmountHasNoCost()
    {
        var month = Assert.Single(View([One("2026-10-05", null)]).Months());

        Assert.Null(month.Cost);
        Assert.Empty(View([One("2026-10-05", null)]).Days());
        Assert.Null(Assert.Single(View([One("2026-10-05", null)]).Snapshots()).Cost);
    }

    [Fact]
    public void RowsHaveDiscountSubtractedAndRemainder()
    {
        UsageSnapshot[] snapshots = [Of(Utc("2026-10-02"), s_october, 115m, Org(10m, 60m, 40m))];

        Assert.Equal(
            [
                (null, null, "Other", 25m),
                ("Org", "standard", "PerMachine", 54m),
                ("Org", "standard", "StandardCompute", 36m),
            ],
            View(snapshots, byResource: true)
                .Months()
                .Select(static row => (row.SourceType, row.TierName, row.ResourceType!, row.Cost!.Value))
        );
        Assert.Equal([25m, 54m, 36m], View(snapshots, byResource: true).Days().Select(static row => row.Cost));
        Assert.Equal(
            [25m, 54m, 36m],
            View(snapshots, byResource: true).Snapshots().Select(static row => row.Cost!.Value)
        );
        Assert.Equal(
            (Utc("2026-10-01"), 115m),
            View(snapshots).Days().Select(static day => (day.Date, day.Cost)).Single()
        );
        Assert.Equal(
            (Utc("2026-10-02"), 115m),
            View(snapshots).Snapshots().Select(static row => (row.ReadAt, row.Cost!.Value)).Single()
        );
    }

    [Fact]
    public void RowsOfMonthsAndDaysAddUpToOrganization() =>
        Generators.Month.Sample(static month =>
        {
            var (total, rows) = (View(month.Snapshots), View(month.Snapshots, byResource: true));
            Assert.Equal(total.Days().Sum(static day => day.Cost), rows.Days().Sum(static day => day.Cost));
            Assert.Equal(total.Snapshots().Sum(static row => row.Cost), rows.Snapshots().Sum(static row => row.Cost));
            if (!month.Total.IsComplete || month.Total.IsFinal)
            {
                Assert.Equal(total.Months().Sum(static row => row.Cost), rows.Months().Sum(static row => row.Cost));
            }
        });

    private static UsageHistoryView View(IEnumerable<UsageSnapshot> snapshots, bool byResource = false) =>
        new("id", "Acme", UsageHistory.From(snapshots), byResource);
}
