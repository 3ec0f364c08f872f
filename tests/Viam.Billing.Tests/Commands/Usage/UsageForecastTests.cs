using System.Management.Automation;

namespace Viam.Billing.Tests.Commands.Usage;

public sealed class UsageForecastTests : UsageTest
{
    [Fact]
    public void ForecastAsOfPastTimeNeedsNoSession()
    {
        Run("Disconnect-ViamBilling");
        StoreDays(Acme, Utc(2026, 11, 1), [206m, .. Enumerable.Repeat(7m, 20)]);

        var forecast = Assert.Single(Get<UsageForecast>("Get-ViamUsageForecast -AsOf 2026-11-11"));

        Assert.Equal((269m, 409m, 409m, 409m), (forecast.Current, forecast.Forecast, forecast.Low, forecast.High));
        Assert.Equal(
            (Acme, Utc(2026, 11, 11), ForecastMethod.Recent, ForecastConfidence.Medium),
            (forecast.OrganizationId, forecast.ReadAt, forecast.Method, forecast.Confidence)
        );
        Assert.Equal(0, UsageRequests);
    }

    [Fact]
    public void ForecastAsOfTimeWithoutSnapshotIsError()
    {
        StoreDays(Acme, Utc(2026, 11, 1), 1m, 1m);

        AssertError(
            Run($"Get-ViamUsageForecast {Acme} -AsOf 2026-10-15").OnlyError,
            "UsageHistoryNotFound",
            ErrorCategory.ObjectNotFound,
            Acme
        );
    }

    [Fact]
    public void TimeBeforeTheStoreBeganIsOneErrorWithTheFirstDate()
    {
        StoreDays(Acme, Utc(2026, 11, 1), 1m, 1m);
        StoreDays(Bluewater, Utc(2026, 10, 1), 1m, 1m);

        var run = Run(
            $"Get-ViamUsageForecast '{Acme}', '{Bluewater}' -AsOf 2026-08-15; Get-ViamUsageForecast -AsOf 2020-01-01"
        );

        Assert.Equal(
            [
                "The usage store has no snapshot of the 2 organizations from the billing month of 2026-08-15 that was "
                    + "read by 2026-08-15 00:00:00Z. Its first snapshot of them was read at 2026-10-02 00:00:00Z.",
                "The usage store has no snapshot of the 2 organizations from the billing month of 2020-01-01 that was "
                    + "read by 2020-01-01 00:00:00Z. Its first snapshot of them was read at 2026-10-02 00:00:00Z.",
            ],
            run.Errors.Select(static error => error.Exception.Message)
        );
        Assert.All(run.Errors, static error => Assert.StartsWith("UsageHistoryNotFound,", error.FullyQualifiedErrorId));
        Assert.Empty(run.Output);
    }

    [Fact]
    public void OnlyOrganizationsWithoutSnapshotAreErrorsIfOthersHaveOne()
    {
        Run("Get-ViamOrganization");
        StoreDays(Acme, Utc(2026, 11, 1), 1m, 1m);
        StoreDays(Bluewater, Utc(2026, 10, 1), 1m, 1m);

        var run = Run("Get-ViamUsageForecast -AsOf 2026-10-15");

        Assert.Equal(Bluewater, Assert.Single(run.Of<UsageForecast>()).OrganizationId);
        AssertError(run.OnlyError, "UsageHistoryNotFound", ErrorCategory.ObjectNotFound, Acme);
        Assert.Equal(
            $"The usage store has no snapshot of organization Acme Robotics ({Acme}) from the billing month of "
                + "2026-10-15 that was read by 2026-10-15 00:00:00Z. "
                + "Its first snapshot was read at 2026-11-02 00:00:00Z.",
            run.OnlyError.Exception.Message
        );
    }

    [Fact]
    public void FutureTimeIsRejected()
    {
        StoreDays(Acme, new DateTime(DateTime.UtcNow.Year, DateTime.UtcNow.Month, 1, 0, 0, 0, DateTimeKind.Utc), 1m);

        var error = Run("Get-ViamUsageForecast -AsOf ([datetime]::UtcNow.AddMinutes(5))").OnlyError;

        Assert.StartsWith("InvalidReferenceDate,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.StartsWith("-AsOf ", error.Exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void HalfOfPeriodWithoutHistoryIsDoubled()
    {
        var start = DateTime.UtcNow.AddDays(-15).AddHours(12);
        start = new DateTime(start.Year, start.Month, start.Day, start.Hour, 0, 0, DateTimeKind.Utc);
        Report(300, start);

        var forecast = Assert.Single(Get<UsageForecast>($"Get-ViamUsageForecast {Acme}"));

        var part = forecast.ElapsedPart;
        Assert.InRange(part, 0.4m, 0.6m);
        Assert.InRange(forecast.Forecast!.Value, (300 / part) - 1, (300 / part) + 1);
        Assert.Equal((ForecastMethod.RunRate, ForecastConfidence.Low), (forecast.Method, forecast.Confidence));
    }

    [Fact]
    public void UnknownCostMakesForecastNullWithWarning()
    {
        Report(double.NaN);

        var run = Run($"Get-ViamUsageForecast {Acme} -AllowEarly");

        var forecast = Assert.Single(run.Of<UsageForecast>());
        Assert.Equal((null, null, ForecastMethod.None), (forecast.Current, forecast.Forecast, forecast.Method));
        Assert.Contains("PerMachine", Assert.Single(run.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void RowsByResourceAddUpToOrganization()
    {
        var rows = RunSuccessfully($"Get-ViamUsageForecast {Acme} -ByResource -AllowEarly");
        var total = Assert.Single(Get<UsageForecast>($"Get-ViamUsageForecast {Acme} -AllowEarly"));

        Assert.All(rows, static row => Assert.Equal("Viam.Billing.UsageForecast#ByResource", row.TypeNames[0]));
        Assert.Equal(total.Current, rows.Sum(static row => Property<decimal>(row, "Current")));
        Assert.All(rows, static row => Assert.NotNull(row.Properties["ResourceType"].Value));
    }

    [Fact]
    public void SpecifiedStoreThatDoesNotExistIsWarnedOfOnce()
    {
        var missing = Path.Combine(StorePath, "none");

        var run = Run($"'{Acme}', '{Bluewater}' | Get-ViamUsageForecast -AllowEarly -StorePath '{missing}'");

        Assert.Contains(missing, Assert.Single(run.Warnings), StringComparison.Ordinal);
        Assert.Equal(2, run.Output.Count);
        Assert.Empty(run.Errors);
    }

    [Theory]
    [InlineData("LastMonth", 15, 155, 186, 31, 20.0)]
    [InlineData("Yesterday", 15, 10, 26, 16, 160.0)]
    public void ComparisonIsOfLikeSpans(
        string with,
        int days,
        double reference,
        double current,
        double change,
        double percent
    )
    {
        // A month ends at a fixed distance from now, so that the same part of the month before is known.
        var now = DateTime.UtcNow;
        var start = now.AddDays(-days);
        Report(186, start);
        var previous = start.AddMonths(-1);
        StoreAt(
            previous,
            (0, 0m),
            (15 * 24 * (start - previous).TotalDays / (start.AddMonths(1) - start).TotalDays, 155m),
            ((start - previous).TotalHours, 310m)
        );
        StoreAt(start, ((days - 2) * 24, 150m), ((days - 1) * 24, 160m));

        var changes = Get<UsageChange>($"Compare-ViamUsage {Acme} -With {with}");

        var result = Assert.Single(changes);
        Assert.Equal(
            ((decimal)reference, (decimal)current, (decimal)change, UsageChangeKind.Up),
            (Math.Round(result.Reference), Math.Round(result.Current), Math.Round(result.Change), result.Kind)
        );
        Assert.InRange(result.PercentChange!.Value, (decimal)percent - 1, (decimal)percent + 1);
    }

    [Fact]
    public void ComparisonListsLargestChangeOfAllOrganizationsFirst()
    {
        var start = DateTime.UtcNow.AddDays(-10);
        Report(100, start);
        StoreAt(Acme, start, (24, 10m), (8 * 24, 80m), (9 * 24, 90m));
        StoreAt(Bluewater, start, (24, 10m), (8 * 24, 30m), (9 * 24, 40m));

        var changes = Get<UsageChange>(
            $"'{Acme}', '{Bluewater}' | Compare-ViamUsage -With Yesterday -IncludeUnchanged"
        );

        Assert.Equal([Bluewater, Acme], changes.Select(static change => change.OrganizationId));
        Assert.Empty(
            Get<UsageChange>($"'{Acme}', '{Bluewater}' | Compare-ViamUsage -With Yesterday -MinimumAmount 60")
        );
    }

    [Theory]
    [InlineData("Compare-ViamUsage {0}", "UsageHistoryNotFound")]
    [InlineData("Compare-ViamUsage {0} -ReferenceDate 2999-01-01", "InvalidReferenceDate")]
    [InlineData("Compare-ViamUsage {0} -ByResource", "UsageHistoryNotFound")]
    public void ComparisonWithUnknownTimeIsError(string script, string id) =>
        Assert.StartsWith(
            id + ",",
            Run(string.Format(null, script, Acme)).OnlyError.FullyQualifiedErrorId,
            StringComparison.Ordinal
        );

    private void StoreAt(DateTime start, params (double Hours, decimal Amount)[] points) =>
        StoreAt(Acme, start, points);

    private void StoreAt(string organizationId, DateTime start, params (double Hours, decimal Amount)[] points) =>
        Store(organizationId, start, points.Select(point => (start.AddHours(point.Hours), (decimal?)point.Amount)));
}
