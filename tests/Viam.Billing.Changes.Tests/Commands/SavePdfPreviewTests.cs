using System.Management.Automation;
using Grpc.Core;
using Viam.Billing.Sandbox.SeedData;
using Viam.Billing.Tests.Support;
using Viam.Billing.Tests.Support.Engine;
using Viam.Billing.Tests.Support.Servers;

namespace Viam.Billing.Tests.Commands;

/// <summary>-WhatIf and prompts of Save-ViamInvoicePdf announce only invoices that exist.</summary>
public sealed class SavePdfPreviewTests : CmdletTest
{
    private readonly FakePSHost _host = new() { Choice = "No" };
    private readonly TemporaryFolder _folder = new();

    private IEnumerable<string> Announced =>
        _host.WrittenLines.Where(static line => line.Contains("What if", StringComparison.Ordinal));

    private protected override void Prepare() => Connect("-OrganizationId " + SandboxOrganizations.Acme);

    private protected override void CleanUp() => _folder.Dispose();

    [Theory]
    [InlineData("-WhatIf")]
    [InlineData("-Confirm")]
    public void InvoiceThatDoesNotExistIsAnErrorInsteadOfAnAnnouncement(string preview)
    {
        var run = RunHere(
            $"Save-ViamInvoicePdf nope $folder {preview}; 'also-nope' | Save-ViamInvoicePdf -Path $folder {preview}"
        );

        Assert.Equal(["nope", "also-nope"], run.Errors.Select(static error => error.TargetObject));
        AssertError(run.Errors[0], "InvoiceNotFound", ErrorCategory.ObjectNotFound, "nope");
        Assert.Contains("use -Path", run.Errors[0].ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Empty(_host.Prompts);
        Assert.Empty(Announced);
    }

    [Fact]
    public void InvoicesOfOneOrganizationAreListedOnce()
    {
        var ids = Get<Invoice>("Get-ViamInvoice -Latest 5").Select(static invoice => invoice.InvoiceId).ToArray();
        var before = CountRequests("GetInvoicesSummary");

        Assert.Empty(RunHere("$ids | Save-ViamInvoicePdf -Path $folder -WhatIf", ("ids", ids)).Errors);

        Assert.Equal((1, 5), (CountRequests("GetInvoicesSummary") - before, Announced.Count()));
    }

    [Fact]
    public void InvoicesFromThePipelineAreNotListedAgain()
    {
        Assert.Empty(RunHere("Get-ViamInvoice -Latest 5 | Save-ViamInvoicePdf -Path $folder -WhatIf").Errors);

        Assert.Equal((1, 5), (CountRequests("GetInvoicesSummary"), Announced.Count()));
    }

    [Fact]
    public void NothingIsListedIfNobodyIsAsked()
    {
        RunHere("Save-ViamInvoicePdf nope $folder");

        Assert.Equal((0, 1), (CountRequests("GetInvoicesSummary"), CountRequests("GetInvoicePdf")));
    }

    [Fact]
    public void InvoiceIsAnnouncedIfTheListIsDenied()
    {
        Server.Faults.Refuse("GetInvoicesSummary", StatusCode.PermissionDenied, "not you");

        Assert.Empty(RunHere("Save-ViamInvoicePdf nope $folder -WhatIf").Errors);

        Assert.Single(Announced);
    }

    [Fact]
    public void FailedListIsOneErrorAndNothingIsAnnounced()
    {
        Server.Faults.Refuse("GetInvoicesSummary", StatusCode.Internal, "broken");

        var run = RunHere("'a', 'b' | Save-ViamInvoicePdf -Path $folder -WhatIf");

        Assert.All(run.Errors, static error => Assert.StartsWith("ServiceError,", error.FullyQualifiedErrorId));
        Assert.Empty(Announced);
        Assert.Equal(1, CountRequests("GetInvoicesSummary"));
    }

    private PowerShellRun RunHere(string script, params (string Name, object? Value)[] variables)
    {
        using var engine = EngineCache.Take(_host);
        return engine.Run(script, [("folder", _folder.FullName), .. variables]);
    }
}
