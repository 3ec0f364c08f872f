using System.Globalization;
using CsCheck;
using Viam.Billing.Core.Tests.Support;
using Viam.Billing.Reports;

namespace Viam.Billing.Core.Tests.Reports;

/// <summary>The figures on the page are those of the objects, to the cent.</summary>
public sealed class ReportFigureTests
{
    private static readonly ReportData s_data = SampleReport.Typical;
    private static readonly ParsedReport s_report = new(s_data);

    [Fact]
    public void HeadlineShowsSpentForecastAndOverdue()
    {
        var spent = s_data.Organizations.Sum(static row => row.Spent!.Value);
        var forecast = s_data.Organizations.Sum(static row => row.Forecast!.Forecast!.Value);
        var overdue = s_data.Organizations.Sum(static row => row.Aging!.Overdue);

        Assert.Equal(Dollars(spent), s_report.Text(".tile.spent .figure"));
        Assert.Equal(Dollars(forecast), s_report.Text(".tile.forecast .figure"));
        Assert.Equal(Dollars(overdue), s_report.Text(".tile.overdue .figure"));
        var change = s_data.Organizations.Sum(static row => row.Change?.Change ?? 0);
        Assert.StartsWith($"+{Dollars(change)} (", s_report.Text(".tile.spent .figure + dd"), StringComparison.Ordinal);
    }

    [Fact]
    public void OrganizationsShowUsageAndForecast()
    {
        var rows = s_report.Rows("organizations-table").ToDictionary(static row => row[0]);

        Assert.Equal(s_data.Organizations.Count, rows.Count);
        Assert.All(
            s_data.Organizations,
            organization =>
            {
                var row = rows[organization.OrganizationName!];
                Assert.Equal(Number(organization.Spent), row[1]);
                Assert.Equal(Number(organization.Forecast!.Forecast), row[3]);
                Assert.Equal(Number(organization.Forecast.Low), row[4]);
                Assert.Equal(Number(organization.Forecast.High), row[5]);
                Assert.Equal(organization.Forecast.Confidence.ToString(), row[7]);
            }
        );
        Assert.Equal(rows.Values.Sum(static row => Parse(row[1])), Parse(s_report.Sums("organizations-table")[^1][1]));
    }

    [Fact]
    public void ResourcesAddUpToWhatIsSpent()
    {
        var rows = s_report.Rows("resources-table");

        Assert.Equal(
            Number(
                s_data.Organizations.Sum(static row =>
                    row.Resources.First(static type => type.ResourceType == "PerMachine").Cost
                )
            ),
            Assert.Single(rows, static row => row[0] == "Per machine")[1]
        );
        Assert.Equal(s_data.Organizations.Sum(static row => row.Spent!.Value), rows.Sum(static row => Parse(row[1])));
    }

    [Fact]
    public void DailyCostsSumToTotal()
    {
        var rows = s_report.Rows("days");

        Assert.Equal(17, rows.Length);
        Assert.Equal("2026-11-01", rows[0][0]);
        Assert.Equal(s_data.Organizations.Sum(static row => row.Spent!.Value), rows.Sum(static row => Parse(row[1])));
        Assert.Equal(Number(s_data.Organizations.Sum(static row => row.Spent)), rows[^1][2]);
    }

    [Fact]
    public void MonthsShowSumsOfOrganizations()
    {
        var rows = s_report.Rows("months-table");

        Assert.Equal(12, rows.Length);
        Assert.Equal("2025-11", rows[0][0]);
        Assert.All(
            rows,
            static row =>
                Assert.Equal(
                    Number(
                        s_data
                            .Organizations.SelectMany(static organization => organization.Months)
                            .Where(month => month.StartDate.ToString("yyyy-MM", CultureInfo.InvariantCulture) == row[0])
                            .Sum(static month => month.Cost)
                    ),
                    row[1]
                )
        );
        Assert.Equal("2026-11 so far", s_report.Sums("months-table")[0][0]);
    }

    [Fact]
    public void AgingShowsBucketsPerOrganization()
    {
        var headers = s_report.Headers("aging-table");
        var rows = s_report.Rows("aging-table").ToDictionary(static row => row[0]);

        Assert.All(
            s_data.Organizations.Where(static organization => organization.Aging!.InvoiceCount > 0),
            organization =>
            {
                var (aging, row) = (organization.Aging!, rows[organization.OrganizationName!]);
                decimal Cell(string header) => Parse(row[Array.IndexOf(headers, header)]);
                Assert.Equal(aging.Overdue, Cell("Overdue"));
                Assert.Equal(aging.Total, Cell("Unpaid"));
                Assert.Equal(aging.Current, Cell("Not due"));
                Assert.Equal(aging.Days1To30, Cell("1–30"));
                Assert.Equal(aging.Days31To60, Cell("31–60"));
                Assert.Equal(aging.Days61To90, Cell("61–90"));
                Assert.Equal(aging.Over90Days, Cell("Over 90"));
                Assert.Equal(aging.InProcess, Cell("In progress"));
            }
        );
        Assert.DoesNotContain("No due date", headers);
    }

    [Fact]
    public void ChangesShowReferenceAndCurrent()
    {
        var rows = s_report.Rows("changes-table").ToDictionary(static row => row[0]);

        Assert.Equal(10, rows.Count);
        Assert.All(
            s_data.Organizations.Select(static organization => organization.Change).OfType<UsageChange>(),
            change =>
            {
                var row = rows[change.OrganizationName!];
                Assert.Equal(change.Reference, Parse(row[1]));
                Assert.Equal(change.Current, Parse(row[2]));
                Assert.Equal(change.Change, Parse(row[3]));
            }
        );
    }

    [Fact]
    public void TopRowsAndOtherAddUpToTheTotal() =>
        Gen.Decimal[-5_000_000m, 50_000_000m]
            .Array[1, 80]
            .Sample(
                static amounts =>
                {
                    var data = new ReportData
                    {
                        ReadAt = SampleReport.ReadAt,
                        Organizations =
                        [
                            .. amounts.Select((amount, i) => Organization(i, Math.Round(amount, 2), amounts.Length)),
                        ],
                    };
                    var report = new ParsedReport(data);
                    foreach (var table in new[] { "organizations-table", "resources-table", "aging-table" })
                    {
                        var (rows, sums) = (report.Rows(table), report.Sums(table));
                        var total = amounts.Sum(static amount => Math.Round(amount, 2));
                        var other = amounts.Length > 25 ? Parse(sums[0][1]) : 0;
                        Assert.Equal(Math.Min(25, amounts.Length), rows.Length);
                        Assert.Equal(amounts.Length > 25 ? $"Other ({amounts.Length - 25})" : "Total", sums[0][0]);
                        Assert.Equal(total, rows.Sum(static row => Parse(row[1])) + other);
                        Assert.Equal(total, Parse(sums[^1][1]));
                    }
                },
                iter: TestSettings.RandomCases(30)
            );

    private static ReportOrganization Organization(int index, decimal amount, int count) =>
        new()
        {
            OrganizationId = SampleReport.Id(index),
            OrganizationName = $"Organization {index} of {count}",
            Spent = amount,
            Resources = [new ReportResource($"Type{index}", amount)],
            Aging = new ReportAging
            {
                Overdue = amount,
                Days1To30 = amount,
                Total = amount,
                InvoiceCount = 1,
            },
        };

    private static decimal Parse(string text) =>
        text == "–" ? 0 : decimal.Parse(text, NumberStyles.Number, CultureInfo.InvariantCulture);

    private static string Dollars(decimal amount) => "$" + Number(amount);

    private static string Number(decimal? amount) => amount!.Value.ToString("N2", CultureInfo.InvariantCulture);
}
