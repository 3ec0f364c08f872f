using System.Management.Automation;
using Viam.Billing.Usage.Storage;

namespace Viam.Billing.Tests.Commands.Usage;

/// <summary>Stores and files that are missing, busy, or unreadable.</summary>
public sealed class UsageStoreErrorTests : UsageTest
{
    private readonly TimeSpan _lockTimeout = UsageStore.DefaultLockTimeout;

    private protected override void CleanUp()
    {
        UsageStore.DefaultLockTimeout = _lockTimeout;
        base.CleanUp();
    }

    [Fact]
    public void BusyFileIsErrorForThatOrganizationOnly()
    {
        var path = Assert.Single(Get<SavedUsageSnapshot>($"Save-ViamUsageSnapshot {Acme}")).Path;
        using var holder = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        UsageStore.DefaultLockTimeout = TimeSpan.FromMilliseconds(100);

        var run = Run("Get-ViamOrganization | Save-ViamUsageSnapshot");

        AssertError(run.OnlyError, "StoreBusy", ErrorCategory.ResourceBusy, Acme);
        Assert.Equal(Owned.Except([Acme]), run.Of<SavedUsageSnapshot>().Select(static saved => saved.OrganizationId));
    }

    [Theory]
    [InlineData("nonsense\n", "StoreDamaged", ErrorCategory.InvalidData)]
    [InlineData("{\"v\":9}\n", "StoreVersionNotSupported", ErrorCategory.NotImplemented)]
    public void UnreadableFileIsErrorForThatOrganizationOnly(string line, string id, ErrorCategory category)
    {
        var path = Assert.Single(Get<SavedUsageSnapshot>($"Save-ViamUsageSnapshot {Acme}")).Path;
        File.AppendAllText(path, line);
        foreach (
            var command in new[]
            {
                "Save-ViamUsageSnapshot",
                "Get-ViamUsageForecast -AllowEarly",
                "Test-ViamBudget -Budget 1e6",
                "Get-ViamUsageHistory -Snapshot",
            }
        )
        {
            var run = Run($"'{Acme}', '{Bluewater}' | Save-ViamUsageSnapshot; '{Acme}', '{Bluewater}' | {command}");

            Assert.All(run.Errors, error => AssertError(error, id, category, Acme));
            Assert.Equal(2, run.Errors.Count);
            Assert.All(run.Output, static item => Assert.Equal(Bluewater, Property<string>(item, "OrganizationId")));
            Assert.Equal(2, run.Output.Count);
        }
    }

    [Fact]
    public void ImpossibleTimeInStoreIsErrorForThatOrganizationOnly()
    {
        Assert.Single(Get<SavedUsageSnapshot>($"Save-ViamUsageSnapshot {Acme}"));
        File.WriteAllText(
            Path.Combine(StorePath, "usage", Acme, "9999-12.jsonl"),
            """{"v":1,"at":"2026-11-25T00:00:00Z","start":"9999-12-31T00:00:00Z","subtotal":1,"sources":[]}""" + "\n"
        );
        foreach (
            var command in new[]
            {
                "Get-ViamUsageForecast -AllowEarly",
                "Test-ViamBudget -Budget 1e6",
                "Get-ViamUsageHistory -Snapshot",
                "ConvertTo-ViamFocus -IncludeOpenMonth",
            }
        )
        {
            var run = Run($"'{Acme}', '{Bluewater}' | Save-ViamUsageSnapshot; '{Acme}', '{Bluewater}' | {command}");

            AssertError(run.OnlyError, "StoreDamaged", ErrorCategory.InvalidData, Acme);
            Assert.Contains("9999-12.jsonl' is damaged on line 1.", run.OnlyError.Exception.Message);
            Assert.Contains(run.Output, static item => item.BaseObject is not SavedUsageSnapshot);
        }
    }

    [Theory]
    [InlineData("Get-ViamUsageHistory")]
    [InlineData("Get-ViamUsageForecast -AsOf 2026-11-20")]
    [InlineData("ConvertTo-ViamFocus")]
    public void MissingStoreInEnvironmentIsError(string command)
    {
        var missing = Path.Combine(StorePath, "typo");
        Environment.SetEnvironmentVariable(UsageStoreLocation.Variable, missing);

        AssertError(Run(command).OnlyError, "StoreNotFound", ErrorCategory.ObjectNotFound, missing);
    }

    [Fact]
    public void MissingStoreInEnvironmentIsWarningBesideUsage()
    {
        var missing = Path.Combine(StorePath, "typo");
        Environment.SetEnvironmentVariable(UsageStoreLocation.Variable, missing);

        var run = Run($"'{Acme}', '{Bluewater}' | Test-ViamBudget -Budget 1000000");

        Assert.Equal(2, run.Of<BudgetResult>().Count());
        Assert.Equal(
            $"The usage store '{missing}' doesn't exist, so no history is available. "
                + "To keep usage, run Save-ViamUsageSnapshot every day, such as in a nightly job.",
            Assert.Single(run.Warnings)
        );
    }

    [Theory]
    [InlineData("Get-ViamUsageHistory")]
    [InlineData("ConvertTo-ViamFocus")]
    [InlineData("Test-ViamBudget -Budget 1000000")]
    public void StoreThatIsNoFolderIsError(string command)
    {
        var file = Path.Combine(StorePath, "file");
        Directory.CreateDirectory(StorePath);
        File.WriteAllText(file, "");

        var error = Run($"{command} -StorePath '{file}'").OnlyError;

        AssertError(error, "StoreNotOpened", ErrorCategory.OpenError, file);
        Assert.Equal($"'{file}' is a file, not a folder.", error.Exception.Message);
    }

    [Fact]
    public void RelativeStoreInEnvironmentIsRejected()
    {
        Environment.SetEnvironmentVariable(UsageStoreLocation.Variable, "store");

        var error = Run($"Save-ViamUsageSnapshot {Acme}").OnlyError;

        AssertError(error, "StorePathRequired", ErrorCategory.InvalidArgument, null);
        Assert.Equal(0, UsageRequests);
    }
}
