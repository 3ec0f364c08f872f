using System.Management.Automation;

namespace Viam.Billing.Tests.Commands.Usage;

/// <summary>
/// Cmdlets that need stored usage say once what to do if there is none, and list organizations by name.
/// </summary>
public sealed class EmptyStoreTests : UsageTest
{
    [Theory]
    [InlineData("Get-ViamUsageHistory")]
    [InlineData("Get-ViamUsageHistory -Daily")]
    [InlineData("Get-ViamUsageForecast -AsOf 2026-11-11")]
    [InlineData("ConvertTo-ViamFocus")]
    public void EmptyStoreIsOneWarning(string command)
    {
        var run = Run(command);

        Assert.Empty(run.Output);
        Assert.Empty(run.Errors);
        AssertHint(Assert.Single(run.Warnings));
    }

    [Theory]
    [InlineData("Get-ViamUsageHistory $null")]
    [InlineData("ConvertTo-ViamFocus -Organization $null")]
    [InlineData("Export-ViamFocus . -Organization $null")]
    public void VariableWithoutValueDoesNotSelectAllOrganizations(string command)
    {
        var run = Run(command);

        AssertError(run.OnlyError, "OrganizationRequired", ErrorCategory.InvalidArgument, null);
        Assert.Empty(run.Output);
    }

    [Fact]
    public void EmptyStoreExportsNoFile()
    {
        var folder = Directory.CreateDirectory(Path.Combine(StorePath, "focus")).FullName;

        var run = Run($"Export-ViamFocus '{folder}'");

        Assert.Empty(run.Errors);
        Assert.Equal(2, run.Warnings.Count);
        AssertHint(run.Warnings[0]);
        Assert.Equal("No file was written.", run.Warnings[1]);
    }

    [Theory]
    [InlineData("Get-ViamUsageHistory")]
    [InlineData("Get-ViamUsageForecast -AsOf 2026-11-11")]
    [InlineData("ConvertTo-ViamFocus")]
    [InlineData("Compare-ViamUsage")]
    [InlineData("Compare-ViamUsage -ByResource -With Yesterday")]
    public void EmptyStoreIsOneErrorForSpecifiedOrganizations(string command)
    {
        var run = Run($"'{Acme}', '{Bluewater}' | {command}");

        AssertError(run.OnlyError, "UsageHistoryNotFound", ErrorCategory.ObjectNotFound, StorePath);
        Assert.Equal($"The usage store '{StorePath}' has no snapshots.", run.OnlyError.Exception.Message);
        Assert.StartsWith(
            "To keep usage, run Save-ViamUsageSnapshot every day",
            run.OnlyError.ErrorDetails.RecommendedAction,
            StringComparison.Ordinal
        );
        Assert.Empty(run.Output);
        Assert.Empty(run.Warnings);
        Assert.Equal(0, UsageRequests);
    }

    [Fact]
    public void UsageIsComparedWithEmptyStoreOnce()
    {
        var run = Run($"'{Acme}', '{Bluewater}' | Get-ViamCurrentMonthUsage | Compare-ViamUsage");

        AssertError(run.OnlyError, "UsageHistoryNotFound", ErrorCategory.ObjectNotFound, StorePath);
    }

    [Theory]
    [InlineData("Get-ViamUsageHistory")]
    [InlineData("Get-ViamUsageHistory *")]
    [InlineData("Get-ViamUsageForecast -AsOf 2026-11-02")]
    [InlineData(
        "ConvertTo-ViamFocus -IncludeOpenMonth | "
            + "ForEach-Object { [pscustomobject]@{ OrganizationId = $_.BillingAccountId } }"
    )]
    public void StoredOrganizationsAreOrderedByName(string command)
    {
        // IDs in the opposite order of the names, and one that the session doesn't know.
        const string Unknown = "00000000-0000-4000-8000-000000000000";
        var byName = Get<Organization>("Get-ViamOrganization")
            .OrderBy(static organization => organization.Name, StringComparer.InvariantCultureIgnoreCase)
            .Select(static organization => organization.OrganizationId)
            .ToArray();
        foreach (var organizationId in byName.Append(Unknown))
        {
            StoreDays(organizationId, Utc(2026, 11, 1), 5m);
        }
        Assert.NotEqual(byName.Order(StringComparer.Ordinal), byName);

        var found = RunSuccessfully(command).Select(static row => Property<string>(row, "OrganizationId"));

        Assert.Equal([.. byName, Unknown], found);
    }

    private void AssertHint(string warning) =>
        Assert.Equal(
            $"The usage store '{StorePath}' has no snapshots. To keep usage, run Save-ViamUsageSnapshot every day, "
                + "such as in a nightly job.",
            warning
        );
}
