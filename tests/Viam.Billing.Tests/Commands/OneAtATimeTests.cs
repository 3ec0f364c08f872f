using Viam.Billing.Tests.Support;

namespace Viam.Billing.Tests.Commands;

/// <summary>With -ThrottleLimit 1, the results of a record are emitted before the next record is read.</summary>
public sealed class OneAtATimeTests : CmdletTest
{
    private protected override void Prepare() => Connect();

    [Theory]
    [InlineData("Get-ViamInvoice -Latest 2", 2)]
    [InlineData("Get-ViamOutstandingBalance", 1)]
    [InlineData("Get-ViamCurrentMonthUsage", 1)]
    [InlineData("Get-ViamOrganization", 1)]
    public void PipelineVariableHasTheRecordOfEachResult(string command, int perRecord)
    {
        var pairs = RunSuccessfully(
            $"$ids | ForEach-Object -PipelineVariable current {{ [pscustomobject]@{{ OrganizationId = $_ }} }} | "
                + $"{command} -ThrottleLimit 1 | ForEach-Object {{ $current.OrganizationId; $_.OrganizationId }}",
            ("ids", Owned)
        );

        Assert.Equal(Owned.Length * perRecord * 2, pairs.Count);
        Assert.All(pairs.Chunk(2), pair => Assert.Equal(pair[0].BaseObject, pair[1].BaseObject));
    }

    [Theory]
    [InlineData("Save-ViamUsageSnapshot")]
    [InlineData("Test-ViamBudget -Budget 1000000")]
    [InlineData("Get-ViamUsageForecast -AllowEarly")]
    public void PipelineVariableHasTheUsageOfEachResult(string command)
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.GetPath("store"));
        var pairs = RunSuccessfully(
            "$usage = $ids | Get-ViamCurrentMonthUsage; $usage | ForEach-Object { $_ } -PipelineVariable current | "
                + $"{command} -StorePath $store -ThrottleLimit 1 | "
                + "ForEach-Object { $current.OrganizationId; $_.OrganizationId }",
            ("ids", Owned),
            ("store", folder.GetPath("store"))
        );

        Assert.Equal(Owned.Length * 2, pairs.Count);
        Assert.All(pairs.Chunk(2), pair => Assert.Equal(pair[0].BaseObject, pair[1].BaseObject));
    }

    [Fact]
    public void NothingIsReadAhead()
    {
        var sent = new List<int>();
        Func<object, object> count = item =>
        {
            sent.Add(CountRequests("GetInvoicesSummary"));
            return item;
        };

        RunSuccessfully(
            "$ids | ForEach-Object { $count.Invoke($_) } | Get-ViamInvoice -Latest 1 -ThrottleLimit 1",
            ("ids", Owned),
            ("count", count)
        );

        Assert.Equal(Enumerable.Range(0, Owned.Length), sent);
    }
}
