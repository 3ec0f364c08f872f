using System.Globalization;
using CsCheck;
using Viam.Billing.Core.Tests.Support;
using Viam.Billing.Reports;
using Viam.Billing.Usage;
using Viam.Billing.Usage.Forecasting;

namespace Viam.Billing.Core.Tests.Reports;

/// <summary>
/// The figures that a reader of the page can add up are equal to the totals on it, also below the cent.
/// </summary>
public sealed class ReportSumTests
{
    [Fact]
    public void RowsOnPageAddUpToTotals() =>
        Generators
            .Month.List[1, 4]
            .Array[1, 3]
            .Sample(
                static histories =>
                {
                    var data = new ReportData
                    {
                        ReadAt = SampleReport.ReadAt,
                        Organizations = [.. histories.Select(Organization)],
                    };
                    var report = new ParsedReport(data);
                    var spent = data.Organizations.Sum(static row => row.Spent!.Value);

                    Assert.Equal(
                        spent,
                        Parse(report.Text(".tile.spent .figure").Replace("$", "", StringComparison.Ordinal))
                    );
                    Assert.Equal(spent, Sum(report.Rows("organizations-table"), 1));
                    Assert.Equal(spent, Sum(report.Rows("resources-table"), 1));
                    Assert.Equal(
                        Parse(report.Sums("organizations-table")[^1][3]),
                        data.Organizations.All(static row => row.Forecast?.Forecast is null)
                            ? 0
                            : data.Organizations.Sum(static row => row.Forecast?.Forecast ?? row.Spent)
                    );
                    if (report.Document.QuerySelector("#days-caption") is not null)
                    {
                        AssertRunningSum(report.Rows("days"), spent);
                    }
                    if (report.Document.QuerySelector("#months-table-caption") is not null)
                    {
                        AssertChanges(report.Rows("months-table"));
                    }
                },
                iter: 60
            );

    [Fact]
    public void ResourcesBelowTheCentHaveNoRemainder()
    {
        var organization = ReportOrganizationBuilder.Create(
            SampleReport.Id(0),
            null,
            Snapshots.Of(
                Snapshots.Utc("2026-11-13"),
                Snapshots.Utc("2026-11-01"),
                4.002m,
                Snapshots.Org(0, 1.334m, 1.334m, 1.334m)
            ),
            UsageHistory.Empty,
            ForecastOptions.Default
        );

        Assert.Equal(
            [("PerMachine", 1.34m), ("StandardCompute", 1.33m), ("RemoteControl", 1.33m)],
            organization.Resources.Select(static row => (row.ResourceType, row.Cost!.Value))
        );
    }

    private static ReportOrganization Organization(List<UsageMonth> months, int index)
    {
        var history = UsageHistory.From(months.SelectMany(static month => month.Snapshots));
        return ReportOrganizationBuilder.Create(
            SampleReport.Id(index),
            $"Organization {index}",
            history.Months[^1].Latest,
            history,
            ForecastOptions.Default
        );
    }

    private static void AssertRunningSum(string[][] days, decimal spent)
    {
        var sum = 0m;
        foreach (var day in days)
        {
            sum += Parse(day[1]);
            Assert.Equal(sum, Parse(day[2]));
        }
        Assert.Equal(spent, sum);
    }

    private static void AssertChanges(string[][] months)
    {
        for (var i = 1; i < months.Length; i++)
        {
            if (months[i][2] != "–")
            {
                Assert.Equal(Parse(months[i][1]) - Parse(months[i - 1][1]), Parse(months[i][2]));
            }
        }
    }

    private static decimal Sum(string[][] rows, int column) => rows.Sum(row => Parse(row[column]));

    private static decimal Parse(string text) =>
        text == "–" ? 0 : decimal.Parse(text, NumberStyles.Number, CultureInfo.InvariantCulture);
}
