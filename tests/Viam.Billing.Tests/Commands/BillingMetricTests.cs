using System.Management.Automation;
using Grpc.Core;
using Viam.Billing.Sandbox.SeedData;
using Viam.Billing.Tests.Support;
using Viam.Billing.Tests.Support.Servers;

namespace Viam.Billing.Tests.Commands;

public sealed class BillingMetricTests : CmdletTest
{
    private readonly TemporaryFolder _folder = new();

    private string File => _folder.GetPath("viam.prom");

    private protected override void Prepare()
    {
        Connect();
        Directory.CreateDirectory(_folder.GetPath("store"));
        RunSuccessfully("$store = $folder", ("folder", _folder.GetPath("store")));
    }

    private protected override void CleanUp() => _folder.Dispose();

    [Fact]
    public void EachOrganizationHasItsSamplesWithOneRequestOfEachKind()
    {
        Assert.Empty(
            RunSuccessfully(
                "$ids | Export-ViamBillingMetric -Path $file -StorePath $store",
                ("ids", Owned),
                ("file", File)
            )
        );

        var lines = System.IO.File.ReadAllLines(File);
        Assert.All(
            Owned,
            id =>
            {
                Assert.Contains(lines, line => IsSample(line, "viam_usage_month_to_date_dollars", id));
                Assert.Equal(4, lines.Count(line => IsSample(line, "viam_invoice_overdue_dollars", id)));
                Assert.EndsWith("} 1", lines.Single(line => IsSample(line, "viam_billing_read_success", id)));
            }
        );
        Assert.Equal(Owned.Length, CountRequests("GetCurrentMonthUsage"));
        Assert.Equal(Owned.Length, CountRequests("GetInvoicesSummary"));
    }

    [Fact]
    public void OrganizationThatCannotBeReadIsAnErrorAndAMetric()
    {
        Server.Faults.Refuse("GetInvoicesSummary", StatusCode.PermissionDenied);

        var run = Run(
            "Export-ViamBillingMetric $id -Path $file -StorePath $store",
            ("id", SandboxOrganizations.Acme),
            ("file", File)
        );

        AssertError(
            Assert.Single(run.Errors),
            "PermissionDenied",
            ErrorCategory.PermissionDenied,
            SandboxOrganizations.Acme
        );
        var lines = System.IO.File.ReadAllLines(File);
        Assert.EndsWith(
            "} 0",
            lines.Single(line => line.StartsWith("viam_billing_read_success{", StringComparison.Ordinal))
        );
        Assert.Contains(
            lines,
            static line => line.StartsWith("viam_usage_month_to_date_dollars{", StringComparison.Ordinal)
        );
        Assert.DoesNotContain(lines, static line => line.StartsWith("viam_invoice_", StringComparison.Ordinal));
    }

    [Fact]
    public void WhatIfSendsNothingAndWritesNothing()
    {
        RunSuccessfully("$ids | Export-ViamBillingMetric -Path $file -WhatIf", ("ids", Owned), ("file", File));

        Assert.Equal(0, CountRequests("GetCurrentMonthUsage"));
        Assert.False(System.IO.File.Exists(File));
    }

    [Fact]
    public void PassThruReturnsTheFile() =>
        Assert.Equal(
            File,
            Assert
                .Single(
                    Get<FileInfo>(
                        "Export-ViamBillingMetric $id -Path $file -StorePath $store -PassThru",
                        ("id", SandboxOrganizations.Acme),
                        ("file", File)
                    )
                )
                .FullName
        );

    [Fact]
    public void MissingFolderIsAnErrorBeforeAnyRequest()
    {
        var run = Run(
            "$ids | Export-ViamBillingMetric -Path $file",
            ("ids", Owned),
            ("file", _folder.GetPath("no/x.prom"))
        );

        Assert.StartsWith("FolderNotFound", run.Errors[0].FullyQualifiedErrorId);
        Assert.Equal(0, CountRequests("GetCurrentMonthUsage"));
    }

    private static bool IsSample(string line, string metric, string organizationId) =>
        line.StartsWith($"{metric}{{organization_id=\"{organizationId}\"", StringComparison.Ordinal);
}
