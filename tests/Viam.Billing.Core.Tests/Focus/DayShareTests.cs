using CsCheck;
using Viam.Billing.Core.Tests.Support;
using Viam.Billing.Focus;
using Viam.Billing.Usage;

namespace Viam.Billing.Core.Tests.Focus;

/// <summary>The daily rows of an export have the costs that the usage history shows.</summary>
public sealed class DayShareTests
{
    [Fact]
    public void SharesAreThoseOfDailyCosts() =>
        Generators.Month.Sample(
            static month =>
            {
                var shares = new DayShares(month.Period);
                var first = DateOnly.FromDateTime(month.Period.Start);
                foreach (var curve in month.Net.Values.Concat(month.Gross.Values).Append(month.Total))
                {
                    var days = DailyCosts.From(curve);
                    var divided = shares.Divide(curve);
                    Assert.Equal(
                        days.Select(static day => (day.Date, day.Cost)),
                        divided
                            .Select((cost, day) => (first.AddDays(day), cost))
                            .Where(day => days.Any(other => other.Date == day.Item1) || day.cost != 0)
                    );
                }
            },
            iter: 300
        );

    [Fact]
    public void RowsOfDaysAreInOrderOfDayAndResourceWithUnknownDiscountsLast() =>
        Generators.Month.Sample(
            static month =>
            {
                if (month.Snapshots.LastOrDefault(static snapshot => snapshot.Subtotal is not null) is not { } snapshot)
                {
                    return;
                }
                var rows = FocusRows
                    .From(month, new FocusAccount("id", null), new FocusOptions { IsDaily = true })
                    .Rows.Where(static row => row.ChargeCategory == "Usage");

                Assert.Equal(
                    Expected(month.KnownAt(snapshot.ReadAt)!),
                    rows.Select(static row =>
                        (
                            DateOnly.FromDateTime(row.ChargePeriodStart),
                            row.ChargeDescription,
                            row.ListCost,
                            row.BilledCost
                        )
                    )
                );
            },
            iter: 300
        );

    private static IEnumerable<(DateOnly, string, decimal, decimal)> Expected(UsageMonth month) =>
        from row in month.Net
        where row.Key != UsageRowKey.Remainder && row.Value.Count > 0
        let net = DailyCosts.From(row.Value).ToDictionary(static day => day.Date, static day => day.Cost)
        let gross = DailyCosts.From(month.Gross[row.Key]).ToDictionary(static day => day.Date, static day => day.Cost)
        from date in net.Keys.Union(gross.Keys)
        let costs = (Gross: gross.GetValueOrDefault(date), Net: net.GetValueOrDefault(date))
        where costs != (0, 0)
        orderby date, net.ContainsKey(date) ? 0 : 1, row.Key
        select (date, FocusCharge.Of(row.Key).Description, Math.Round(costs.Gross, 9), Math.Round(costs.Net, 9));
}
