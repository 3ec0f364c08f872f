using System.Management.Automation;

namespace Viam.Billing.Tests.Commands.Usage;

public sealed class UsageHistoryTests : UsageTest
{
    private protected override void Prepare()
    {
        base.Prepare();
        Run("Disconnect-ViamBilling");
        // From its start to its end: 31 days at 10.00. Then 10 days at 7.00.
        StoreDays(Acme, Utc(2026, 10, 1), Enumerable.Repeat(10m, 31));
        StoreDays(Acme, Utc(2026, 11, 1), Enumerable.Repeat(7m, 10));
        StoreDays(Bluewater, Utc(2026, 11, 1), Enumerable.Repeat(1m, 3));
    }

    [Fact]
    public void MonthsAreDefaultForAllOrganizationsOfStore()
    {
        var months = Get<UsageHistoryMonth>("Get-ViamUsageHistory");

        Assert.Equal(
            [
                (Acme, Utc(2026, 10, 1), 310m, true, 31),
                (Acme, Utc(2026, 11, 1), 70m, false, 10),
                (Bluewater, Utc(2026, 11, 1), 3m, false, 3),
            ],
            months.Select(static month =>
                (month.OrganizationId, month.StartDate, month.Cost ?? -1, month.IsFinal, month.SnapshotCount)
            )
        );
    }

    [Fact]
    public void DaysAddUpToMonth()
    {
        var days = Get<UsageHistoryDay>($"Get-ViamUsageHistory {Acme} -Daily -After 2026-10-30 -Before 2026-11-03");

        Assert.Equal([(30, 10m), (31, 10m), (1, 7m), (2, 7m)], days.Select(static day => (day.Date.Day, day.Cost)));
    }

    [Fact]
    public void SnapshotsAreFilteredByTimeRead()
    {
        var snapshots = Get<UsageHistorySnapshot>(
            $"Get-ViamUsageHistory {Acme} -Snapshot -After 2026-11-02T00:00:00Z -Before '2026-11-03 02:00+02:00'"
        );

        Assert.Equal([(Utc(2026, 11, 2), 7m)], snapshots.Select(static one => (one.ReadAt, one.Cost ?? -1)));
    }

    [Fact]
    public void RowsByResourceHaveOwnView()
    {
        var row = RunSuccessfully($"Get-ViamUsageHistory {Bluewater} -ByResource")[0];

        Assert.Equal("Viam.Billing.UsageHistoryMonth#ByResource", row.TypeNames[0]);
        Assert.Equal("PerMachine", Property<string>(row, "ResourceType"));
    }

    [Theory]
    [InlineData($"'{Acme}' | Get-ViamUsageHistory", 2)]
    [InlineData($"[pscustomobject]@{{ OrganizationId = '{Bluewater}' }} | Get-ViamUsageHistory", 1)]
    [InlineData($"'{Acme}', '{Acme}' | Get-ViamUsageHistory", 2)]
    [InlineData("Get-ViamUsageHistory 6f1c*", 2)]
    [InlineData("Get-ViamUsageHistory x*", 0)]
    public void OrganizationsAreFoundOnceByIdAndPattern(string script, int rows) =>
        Assert.Equal(rows, RunSuccessfully(script).Count);

    [Fact]
    public void UnknownOrganizationIsError() =>
        AssertError(
            Run($"Get-ViamUsageHistory {UnknownOrganizationId}").OnlyError,
            "UsageHistoryNotFound",
            ErrorCategory.ObjectNotFound,
            UnknownOrganizationId
        );

    [Fact]
    public void NamesComeFromOpenSessionWithoutRequest()
    {
        Connect();
        Run("Get-ViamOrganization");
        var before = Server.Faults.RecordedCalls.Count;

        var months = Get<UsageHistoryMonth>("Get-ViamUsageHistory 'Acme*'");

        Assert.Equal(["Acme Robotics", "Acme Robotics"], months.Select(static month => month.OrganizationName));
        Assert.Equal(before, Server.Faults.RecordedCalls.Count);
    }

    [Fact]
    public void SpecifiedStoreThatDoesNotExistIsError()
    {
        var path = Path.Combine(StorePath, "none");

        AssertError(
            Run($"Get-ViamUsageHistory -StorePath '{path}'").OnlyError,
            "StoreNotFound",
            ErrorCategory.ObjectNotFound,
            path
        );
    }

    [Theory]
    [InlineData("-After 2026-11-02 -Before 2026-11-01", "InvalidDateRange")]
    [InlineData("-After 2026", "ParameterArgumentTransformationError")]
    [InlineData("-After 11/02/2026", "ParameterArgumentTransformationError")]
    [InlineData("-After $null", "ParameterArgumentTransformationError")]
    public void UnclearDateIsRejected(string arguments, string id) =>
        Assert.StartsWith(
            id + ",",
            Run($"Get-ViamUsageHistory {arguments}").OnlyError.FullyQualifiedErrorId,
            StringComparison.Ordinal
        );
}
