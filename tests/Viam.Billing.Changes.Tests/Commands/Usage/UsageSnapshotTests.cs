using System.Management.Automation;

namespace Viam.Billing.Tests.Commands.Usage;

/// <summary>Saving snapshots of usage.</summary>
public sealed class UsageSnapshotTests : UsageTest
{
    [Fact]
    public void SnapshotIsSavedOncePerIntervalAndOrganization()
    {
        var first = Get<SavedUsageSnapshot>("Get-ViamOrganization | Save-ViamUsageSnapshot");
        var second = Get<SavedUsageSnapshot>("Get-ViamOrganization | Save-ViamUsageSnapshot");

        Assert.Equal(Owned, first.Select(static saved => saved.OrganizationId));
        Assert.All(first, static saved => Assert.Equal(UsageSnapshotStatus.Saved, saved.Status));
        Assert.All(second, static saved => Assert.Equal(UsageSnapshotStatus.Kept, saved.Status));
        Assert.Equal(first.Select(static saved => saved.Path).Order(), StoredFiles.Order());
        Assert.All(
            first,
            saved =>
            {
                Assert.Single(File.ReadLines(saved.Path));
                Assert.Equal(FileOf(saved.OrganizationId, saved.StartDate), saved.Path);
                Assert.Equal(saved.StartDate.AddMonths(1), saved.EndDate);
                Assert.NotNull(saved.Subtotal);
            }
        );
        Assert.Equal(2 * Owned.Length, UsageRequests);
    }

    [Fact]
    public void IntervalOfZeroSavesEverySnapshot()
    {
        Get<SavedUsageSnapshot>($"Save-ViamUsageSnapshot {Acme} -MinimumInterval 00:00:00");
        Thread.Sleep(1100);
        var saved = Assert.Single(Get<SavedUsageSnapshot>($"Save-ViamUsageSnapshot {Acme} -MinimumInterval 00:00:00"));

        Assert.Equal(2, File.ReadLines(saved.Path).Count());
    }

    [Fact]
    public void NumberAsIntervalIsRejected() =>
        Assert.StartsWith(
            "ParameterArgumentValidationError,",
            Run($"Save-ViamUsageSnapshot {Acme} -MinimumInterval 2").OnlyError.FullyQualifiedErrorId,
            StringComparison.Ordinal
        );

    [Fact]
    public void WhatIfSavesAndRequestsNothing()
    {
        Assert.Empty(RunSuccessfully($"Save-ViamUsageSnapshot {Acme} -WhatIf"));

        Assert.Empty(StoredFiles);
        Assert.Equal(0, UsageRequests);
    }

    [Fact]
    public void ResponseWithoutPeriodIsErrorAndNotSaved()
    {
        Server.Faults.Rewrite = static response =>
        {
            if (response is Contract.GetCurrentMonthUsageResponse usage)
            {
                usage.StartDate = null;
            }
            return response;
        };

        var run = Run($"Save-ViamUsageSnapshot {Acme}");

        AssertError(run.OnlyError, "UsagePeriodUnknown", ErrorCategory.InvalidData, Acme);
        Assert.Empty(StoredFiles);
    }

    [Fact]
    public void ResponseOfPastMonthGoesToFileOfThatMonth()
    {
        Report(100, Utc(2026, 11, 1));

        var saved = Assert.Single(Get<SavedUsageSnapshot>($"Save-ViamUsageSnapshot {Acme}"));

        Assert.Equal(FileOf(Acme, Utc(2026, 11, 1)), saved.Path);
        Assert.Equal((Utc(2026, 11, 1), Utc(2026, 12, 1), 100m), (saved.StartDate, saved.EndDate, saved.Subtotal));
    }
}
