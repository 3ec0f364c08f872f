using Viam.Billing.Core.Tests.Support;
using Viam.Billing.Reports;
using Viam.Billing.Usage;
using Viam.Billing.Usage.Forecasting;

namespace Viam.Billing.Core.Tests.Reports;

/// <summary>What is missing says why.</summary>
public sealed class ReportCompletenessTests
{
    private const string Denied = "You don't have permission to read this organization.";

    [Fact]
    public void OrganizationThatFailedIsListedWithReason()
    {
        var report = new ParsedReport(SampleReport.Typical);

        Assert.Contains("1 organization couldn't be read in full", report.Text(".alert"), StringComparison.Ordinal);
        Assert.Equal(
            ["Coho Vineyard", "Usage", $"{Denied} Server message: permission denied"],
            Assert.Single(report.Rows("completeness-table"))
        );
    }

    [Fact]
    public void CompleteReportSaysSo()
    {
        var report = new ParsedReport(SampleReport.Named("One"));
        Assert.NotNull(report.Document.QuerySelector(".alert"));

        var complete = new ParsedReport(SampleReport.Named("One") with { Failures = [] });

        Assert.Null(complete.Document.QuerySelector(".alert"));
        Assert.Contains("could be read", complete.Text("#completeness"), StringComparison.Ordinal);
    }

    [Fact]
    public void ReportWithoutAnythingSaysWhyInEverySection()
    {
        var report = new ParsedReport(
            new ReportData
            {
                ReadAt = SampleReport.ReadAt,
                Organizations = [],
                Failures =
                [
                    new ReportFailure(SampleReport.Id(1), "One", ReportPart.Usage, Denied),
                    new ReportFailure(SampleReport.Id(1), "One", ReportPart.Invoices, Denied),
                ],
            }
        );

        Assert.Equal(
            ["Not available", "Not available", "Not available"],
            report.Document.QuerySelectorAll(".tile .figure").Select(static figure => figure.TextContent)
        );
        foreach (var section in new[] { "month-to-date", "organizations", "resources", "months", "changes", "aging" })
        {
            Assert.Contains(
                "1 organization couldn't be read.",
                report.Text($"#{section} .missing"),
                StringComparison.Ordinal
            );
        }
        Assert.Equal(2, report.Rows("completeness-table").Length);
    }

    [Fact]
    public void ReportWithoutHistorySaysHowToKeepIt()
    {
        var report = new ParsedReport(
            new ReportData
            {
                ReadAt = SampleReport.ReadAt,
                Organizations = [SampleReport.Organization(0, "One", months: 0)],
            }
        );

        Assert.Contains("Save-ViamUsageSnapshot", report.Text("#months .missing"), StringComparison.Ordinal);
        Assert.Contains("Save-ViamUsageSnapshot", report.Text("#changes .missing"), StringComparison.Ordinal);
        Assert.Equal("Run rate", report.Rows("organizations-table")[0][6]);
    }

    [Fact]
    public void ForecastThatIsTooEarlySaysSo()
    {
        var report = Of(Snapshots.One("2026-11-02T00:00:00Z", 10m));

        Assert.Equal("Not available", report.Text(".tile.forecast .figure"));
        Assert.Contains("too early", report.Text(".tile.forecast .figure + dd"), StringComparison.Ordinal);
        Assert.Equal("–", report.Rows("organizations-table")[0][3]);
        Assert.Contains("too early", report.Text("#month-to-date .missing"), StringComparison.Ordinal);
    }

    [Fact]
    public void UnknownAmountIsNotZero()
    {
        var report = Of(Snapshots.One("2026-11-17T00:00:00Z", null));

        Assert.Equal("Not available", report.Text(".tile.spent .figure"));
        Assert.Contains("no known amount", report.Text(".tile.spent .figure + dd"), StringComparison.Ordinal);
        Assert.Equal("–", report.Rows("organizations-table")[0][1]);
        Assert.Contains("an amount is unknown", report.Text(".tile.forecast .figure + dd"), StringComparison.Ordinal);
    }

    [Fact]
    public void UnknownAmountBesideKnownOnesIsCounted()
    {
        var report = Of(Snapshots.One("2026-11-17T00:00:00Z", null), Snapshots.One("2026-11-17T00:00:00Z", 40m));

        Assert.Equal("$40.00", report.Text(".tile.spent .figure"));
        Assert.Contains(
            "Without 1 organization whose amount is unknown",
            report.Text(".tile.spent"),
            StringComparison.Ordinal
        );
        Assert.Contains("without a forecast", report.Text(".tile.forecast"), StringComparison.Ordinal);
    }

    [Fact]
    public void NothingSpentAndNothingOwedIsZero()
    {
        var data = Data(Snapshots.One("2026-11-17T00:00:00Z", 0m));
        var report = new ParsedReport(
            data with
            {
                Organizations = [data.Organizations[0] with { Aging = ReportAging.None }],
            }
        );

        Assert.Equal("$0.00", report.Text(".tile.spent .figure"));
        Assert.Equal("$0.00", report.Text(".tile.overdue .figure"));
        Assert.Contains("No invoice is overdue.", report.Text(".tile.overdue"), StringComparison.Ordinal);
        Assert.Contains("All invoices are paid.", report.Text("#aging"), StringComparison.Ordinal);
    }

    [Fact]
    public void NegativeAmountsAreShown()
    {
        var report = Of(Snapshots.One("2026-11-17T00:00:00Z", -12.34m), Snapshots.One("2026-11-17T00:00:00Z", 2m));

        Assert.Equal("-$10.34", report.Text(".tile.spent .figure"));
        Assert.Equal("-12.34", report.Rows("organizations-table")[1][1]);
    }

    [Fact]
    public void DifferentBillingPeriodsAreNotAddedUpByDay()
    {
        var report = Of(Snapshots.One("2026-11-17T00:00:00Z", 40m), Snapshots.One("2026-10-17T00:00:00Z", 40m));

        Assert.Contains("billing periods differ", report.Text("#month-to-date"), StringComparison.Ordinal);
        Assert.Equal("Viam billing report, the current billing period", report.Document.Title);
    }

    private static ReportData Data(params UsageSnapshot[] snapshots) =>
        new()
        {
            ReadAt = SampleReport.ReadAt,
            Organizations =
            [
                .. snapshots.Select(
                    static (snapshot, i) =>
                        ReportOrganizationBuilder.Create(
                            SampleReport.Id(i),
                            $"Organization {i}",
                            snapshot,
                            UsageHistory.Empty,
                            ForecastOptions.Default
                        )
                ),
            ],
        };

    private static ParsedReport Of(params UsageSnapshot[] snapshots) => new(Data(snapshots));
}
