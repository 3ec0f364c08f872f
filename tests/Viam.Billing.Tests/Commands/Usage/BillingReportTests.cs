using System.Globalization;
using System.Management.Automation;
using Grpc.Core;
using Viam.Billing.Contract;
using Viam.Billing.Tests.Support;
using Viam.Billing.Tests.Support.Servers;

namespace Viam.Billing.Tests.Commands.Usage;

public sealed class BillingReportTests : UsageTest
{
    private readonly TemporaryFolder _reports = new();

    private string File => _reports.GetPath("report.html");

    private string Page => System.IO.File.ReadAllText(File);

    private int InvoiceRequests => CountRequests("GetInvoicesSummary");

    private protected override void CleanUp()
    {
        base.CleanUp();
        _reports.Dispose();
    }

    [Fact]
    public void EachOrganizationIsReadWithOneRequestOfEachKind()
    {
        var output = RunSuccessfully("$ids | Export-ViamBillingReport -Path $file", ("ids", Owned), ("file", File));

        Assert.Empty(output);
        Assert.Equal((Owned.Length, Owned.Length), (UsageRequests, InvoiceRequests));
        var spent = Get<CurrentMonthUsage>("$ids | Get-ViamCurrentMonthUsage", ("ids", Owned))
            .Sum(usage => usage.Subtotal);
        var aging = Get<InvoiceAging>("$ids | Get-ViamInvoiceAging", ("ids", Owned));
        Assert.Contains($"<dd class=\"figure\">{Dollars(spent)}</dd>", Page, StringComparison.Ordinal);
        Assert.Contains(
            $"<dd class=\"figure\">{Dollars(aging.Sum(row => row.Overdue))}</dd>",
            Page,
            StringComparison.Ordinal
        );
        Assert.Contains($"{Owned.Length} organizations", Page, StringComparison.Ordinal);
    }

    [Fact]
    public void UsageFromPipelineIsNotRequestedAgain()
    {
        var usage = Get<CurrentMonthUsage>("$ids | Get-ViamCurrentMonthUsage", ("ids", Owned));

        RunSuccessfully("$usage + $usage | Export-ViamBillingReport -Path $file", ("usage", usage), ("file", File));

        Assert.Equal((Owned.Length, Owned.Length), (UsageRequests, InvoiceRequests));
        Assert.Contains(Dollars(usage.Sum(row => row.Subtotal)), Page, StringComparison.Ordinal);
    }

    [Fact]
    public void FourHundredOrganizationsAreReadWithOneRequestOfEachKindEach()
    {
        string[] ids = [.. Enumerable.Range(0, 400).Select(i => $"{i:x8}-0000-4000-8000-000000000000")];

        var run = Run("$ids | Export-ViamBillingReport -Path $file", ("ids", ids), ("file", File));

        Assert.Equal((400, 400), (UsageRequests, InvoiceRequests));
        Assert.Equal(800, run.Errors.Count);
        Assert.Equal(800, Page.Split("<th scope=\"row\"").Length - 1);
    }

    [Fact]
    public void OrganizationWhoseUsageCannotBeReadIsListedWithItsInvoices()
    {
        Server.Faults.Refuse("GetCurrentMonthUsage", StatusCode.PermissionDenied, "no access");

        var run = Run("Export-ViamBillingReport $id -Path $file", ("id", Acme), ("file", File));

        AssertError(Assert.Single(run.Errors), "PermissionDenied", ErrorCategory.PermissionDenied, Acme);
        Assert.Contains(
            run.Errors[0].Exception.Message,
            System.Net.WebUtility.HtmlDecode(Page),
            StringComparison.Ordinal
        );
        Assert.Contains("Not available", Page, StringComparison.Ordinal);
        Assert.Contains("Unpaid in total", Page, StringComparison.Ordinal);
    }

    [Fact]
    public void ErrorPreferenceOfStopDoesNotLoseTheReport()
    {
        Server.Faults.Refuse("GetInvoicesSummary", StatusCode.PermissionDenied);

        var run = Run(
            "try { Export-ViamBillingReport $id -Path $file -ErrorAction Stop } catch { $_.FullyQualifiedErrorId }",
            ("id", Acme),
            ("file", File)
        );

        Assert.StartsWith("PermissionDenied,", (string)Assert.Single(run.Output).BaseObject, StringComparison.Ordinal);
        Assert.Contains("completeness-table", Page, StringComparison.Ordinal);
    }

    [Fact]
    public void DamagedStoreIsListedAndCurrentUsageShown()
    {
        var month = DateTime.UtcNow.AddMonths(-1);
        var damaged = FileOf(Acme, month);
        Directory.CreateDirectory(Path.GetDirectoryName(damaged)!);
        System.IO.File.WriteAllText(damaged, "damage\n{}\n");

        var run = Run("Export-ViamBillingReport $id -Path $file", ("id", Acme), ("file", File));

        AssertError(Assert.Single(run.Errors), "StoreDamaged", ErrorCategory.InvalidData, Acme);
        Assert.Contains("Stored usage", Page, StringComparison.Ordinal);
        Assert.Contains("organizations-table", Page, StringComparison.Ordinal);
    }

    [Fact]
    public void UsageWithoutPeriodIsShownWithReason()
    {
        Server.Faults.Rewrite = static response =>
        {
            if (response is GetCurrentMonthUsageResponse usage)
            {
                usage.StartDate = null;
            }
            return response;
        };

        RunSuccessfully("Export-ViamBillingReport $id -Path $file", ("id", Acme), ("file", File));

        Assert.Contains("report the billing period", Page, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIfReadsAndWritesNothing()
    {
        RunSuccessfully("$ids | Export-ViamBillingReport -Path $file -WhatIf", ("ids", Owned), ("file", File));

        Assert.Equal((0, 0), (UsageRequests, InvoiceRequests));
        Assert.False(System.IO.File.Exists(File));
    }

    [Fact]
    public void FileIsReplacedAndReturned()
    {
        System.IO.File.WriteAllText(File, "before");

        var file = Assert.Single(
            Get<FileInfo>("Export-ViamBillingReport $id -Path $file -PassThru", ("id", Acme), ("file", File))
        );

        Assert.Equal(File, file.FullName);
        Assert.StartsWith("<!DOCTYPE html>", Page, StringComparison.Ordinal);
        Assert.Single(Directory.GetFileSystemEntries(_reports.FullName));
    }

    [Theory]
    [InlineData("Export-ViamBillingReport")]
    [InlineData("Export-ViamBillingMetric")]
    public void FileBehindASymbolicLinkIsReturnedWithItsSize(string command)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Symbolic links require a privilege.");
        var target = _reports.GetPath("target");
        System.IO.File.CreateSymbolicLink(File, "target");

        var file = Assert.Single(Get<FileInfo>($"{command} $id -Path $file -PassThru", ("id", Acme), ("file", File)));

        Assert.Equal(target, file.FullName);
        Assert.Equal(System.IO.File.ReadAllBytes(target).Length, file.Length);
        Assert.NotNull(new FileInfo(File).LinkTarget);
    }

    [Fact]
    public void FolderThatDoesNotExistIsAnErrorBeforeAnyRequest()
    {
        var run = Run(
            "$ids | Export-ViamBillingReport -Path $file",
            ("ids", Owned),
            ("file", _reports.GetPath("missing/report.html"))
        );

        Assert.StartsWith("FolderNotFound,", Assert.Single(run.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal((0, 0), (UsageRequests, InvoiceRequests));
    }

    [Fact]
    public void FileThatCannotBeWrittenIsAnError()
    {
        Directory.CreateDirectory(File);

        var run = Run("Export-ViamBillingReport $id -Path $file", ("id", Acme), ("file", File));

        Assert.StartsWith("FileNotSaved,", Assert.Single(run.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Single(Directory.GetFileSystemEntries(_reports.FullName));
    }

    [Fact]
    public void NoOrganizationIsAWarningAndNoFile()
    {
        var run = Run("@() | Export-ViamBillingReport -Path $file", ("file", File));

        Assert.Empty(run.Errors);
        Assert.Contains("no organization to report on", Assert.Single(run.Warnings), StringComparison.Ordinal);
        Assert.False(System.IO.File.Exists(File));
    }

    private static string Dollars(decimal? amount) => amount!.Value.ToString("$#,##0.00", CultureInfo.InvariantCulture);
}
