using System.Management.Automation;
using Viam.Billing.Sandbox.SeedData;

namespace Viam.Billing.Tests.Commands.Usage;

public sealed class SandboxStoreTests : UsageTest
{
    private protected override void Prepare()
    {
        base.Prepare();
        Run("Connect-ViamBilling -Sandbox");
    }

    [Fact]
    public void SandboxHasTwoWholeMonthsAndForecastsFromThem()
    {
        var months = Get<UsageHistoryMonth>($"Get-ViamUsageHistory {Acme}");
        var forecasts = Get<UsageForecast>("Get-ViamOrganization | Get-ViamUsageForecast");
        var changes = Get<UsageChange>("Get-ViamOrganization | Compare-ViamUsage -IncludeUnchanged");

        Assert.InRange(months.Count, 2, 3);
        Assert.All(months.Take(2), static month => Assert.True(month.IsFinal && month.IsComplete));
        Assert.All(
            forecasts,
            static forecast =>
            {
                Assert.Contains(forecast.Method, new[] { ForecastMethod.Profile, ForecastMethod.Combined });
                Assert.Equal((ForecastConfidence.High, 2), (forecast.Confidence, forecast.PastMonths));
                Assert.True(forecast.Low <= forecast.Forecast && forecast.Forecast <= forecast.High);
            }
        );
        Assert.Equal(Owned.Length, changes.Count);
        Assert.Contains(changes, static change => change.Kind == UsageChangeKind.Up);
    }

    [Fact]
    public void SandboxWritesOnlyToItsTemporaryStoreWhichIsDeletedWithSession()
    {
        var saved = Get<SavedUsageSnapshot>("Get-ViamOrganization | Save-ViamUsageSnapshot");

        Assert.All(saved, static one => Assert.Equal(UsageSnapshotStatus.Saved, one.Status));
        Assert.All(saved, static one => Assert.StartsWith(Path.GetTempPath(), one.Path, StringComparison.Ordinal));
        Assert.All(saved, static one => Assert.True(File.Exists(one.Path)));
        Run("Disconnect-ViamBilling");

        Assert.All(saved, static one => Assert.False(Directory.Exists(Path.GetDirectoryName(one.Path))));
        Assert.Empty(StoredFiles);
    }

    [Fact]
    public void SandboxUsageIsNotSavedToStoreOfRealUsage()
    {
        StoreDays(Acme, Utc(2026, 11, 1), 1m);

        AssertError(
            Run($"Save-ViamUsageSnapshot {Bluewater} -StorePath '{StorePath}'").OnlyError,
            "SandboxStore",
            ErrorCategory.InvalidOperation,
            Bluewater
        );
        Assert.Single(StoredFiles);
    }

    [Fact]
    public void RealUsageIsNotSavedToStoreOfSandbox()
    {
        Assert.Single(Get<SavedUsageSnapshot>($"Save-ViamUsageSnapshot {Bluewater} -StorePath '{StorePath}'"));
        Connect();

        AssertError(
            Run($"Save-ViamUsageSnapshot {Bluewater}").OnlyError,
            "SandboxStore",
            ErrorCategory.InvalidOperation,
            Bluewater
        );
    }

    [Fact]
    public void UsageOfClosedSandboxIsNotSavedElsewhere()
    {
        var run = Run(
            $"$usage = Get-ViamCurrentMonthUsage {Acme}; Disconnect-ViamBilling; $usage | Save-ViamUsageSnapshot"
        );

        AssertError(run.OnlyError, "StoreClosed", ErrorCategory.InvalidOperation, null);
        Assert.Empty(StoredFiles);
    }

    [Fact]
    public void ForecastOfPastTimeIsCloseToWhatMonthCost()
    {
        var month = Get<UsageHistoryMonth>($"Get-ViamUsageHistory {SandboxOrganizations.Bluewater}")[1];

        var forecast = Assert.Single(
            Get<UsageForecast>(
                $"Get-ViamUsageForecast {SandboxOrganizations.Bluewater} -AsOf {month.StartDate.AddDays(9):yyyy-MM-dd}"
            )
        );

        // The fleet doubles on the 15th, which only history can tell.
        Assert.InRange(forecast.Forecast!.Value, month.Cost!.Value * 0.8m, month.Cost.Value * 1.2m);
    }
}
