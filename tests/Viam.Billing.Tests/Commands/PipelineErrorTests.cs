using System.Management.Automation;
using Viam.Billing.Contract;
using Viam.Billing.Sandbox.SeedData;

namespace Viam.Billing.Tests.Commands;

/// <summary>Errors of organizations from the pipeline.</summary>
public sealed class PipelineErrorTests : PipelineTest
{
    [Fact]
    public void FailedOrganizationWritesErrorAndOthersContinue()
    {
        var typed = UnknownOrganizationId.ToUpperInvariant();
        var run = Run(
            "$first, $typed, $last | Get-ViamOutstandingBalance",
            ("first", Owned[0]),
            ("typed", typed),
            ("last", Owned[1])
        );

        Assert.Equal([Owned[0], Owned[1]], run.Of<OrganizationBalance>().Select(balance => balance.OrganizationId));
        AssertError(run.OnlyError, "OrganizationNotFound", ErrorCategory.ObjectNotFound, typed);
        var error = Assert.IsType<BillingException>(run.OnlyError.Exception);
        Assert.Equal(
            (BillingError.OrganizationNotFound, "NOT_FOUND", $"organization {UnknownOrganizationId} not found"),
            (error.Error, error.GrpcStatus, error.ServerMessage)
        );
    }

    [Fact]
    public void ErrorsAreWrittenInInputOrder()
    {
        var nobodyElse = UnknownOrganizationId[..^1] + "1";
        var seen = Run(
            "Get-ViamOutstandingBalance $one, $two, $three, $four 2>&1 "
                + "| ForEach-Object { if ($_ -is [Management.Automation.ErrorRecord]) { $_.TargetObject } else { "
                + "$_.OrganizationId } }",
            ("one", Owned[0]),
            ("two", UnknownOrganizationId),
            ("three", Owned[1]),
            ("four", nobodyElse)
        );

        Assert.Equal([Owned[0], UnknownOrganizationId, Owned[1], nobodyElse], seen.Of<string>());
    }

    [Theory]
    [InlineData("Acme Robots")]
    [InlineData("6f1c2a9e-4b7d-4c58-9a31-0d5e8b7f2c1")]
    public void UnknownOrganizationNameWritesErrorAndOthersContinue(string typed)
    {
        var run = Run(
            "$first, $typed, $last | Get-ViamOutstandingBalance",
            ("first", Owned[0]),
            ("typed", typed),
            ("last", Owned[1])
        );

        Assert.Equal([Owned[0], Owned[1]], run.Of<OrganizationBalance>().Select(balance => balance.OrganizationId));
        AssertError(run.OnlyError, "OrganizationNotFound", ErrorCategory.ObjectNotFound, typed);
        Assert.Equal(
            [Owned[0], Owned[1]],
            Requests<GetInvoicesSummaryRequest>()
                .Select(request => request.OrgId)
                .OrderBy(id => Array.IndexOf(Owned, id))
        );
    }

    [Theory]
    [InlineData("Get-ViamOutstandingBalance")]
    [InlineData("Get-ViamInvoice")]
    [InlineData("Get-ViamLocation")]
    [InlineData("Get-ViamCurrentMonthUsage")]
    [InlineData("Get-ViamBillingInformation")]
    [InlineData("Get-ViamOrganization")]
    public void InputWithoutOrganizationDoesNotUseDefaultOrganization(string cmdlet)
    {
        Connect("-OrganizationId " + SandboxOrganizations.Acme);
        var before = Server.Faults.RecordedCalls.Count;

        Assert.NotEmpty(Run($"[pscustomobject]@{{ OrganizationId = $null }} | {cmdlet}").Errors);
        Assert.NotEmpty(Run($"[pscustomobject]@{{ OrganizationId = '' }} | {cmdlet}").Errors);
        Assert.NotEmpty(Run($"'' | {cmdlet}").Errors);
        Assert.NotEmpty(Run($"[pscustomobject]@{{ Other = 1 }} | {cmdlet}").Errors);

        Assert.Equal(before, Server.Faults.RecordedCalls.Count);
    }

    [Fact]
    public void InputWithoutOrganizationWritesErrorAndOthersContinue()
    {
        var run = Run(
            "[pscustomobject]@{ OrganizationId = $one }, [pscustomobject]@{ OrganizationId = '' }, "
                + "[pscustomobject]@{ OrganizationId = $other } | Get-ViamOutstandingBalance",
            ("one", Owned[0]),
            ("other", Owned[1])
        );

        Assert.Equal([Owned[0], Owned[1]], run.Of<OrganizationBalance>().Select(balance => balance.OrganizationId));
        AssertError(run.OnlyError, "InvalidOrganizationId", ErrorCategory.InvalidArgument, "");
    }

    [Theory]
    [InlineData("Get-ViamOutstandingBalance")]
    [InlineData("Get-ViamInvoice")]
    [InlineData("Get-ViamLocation")]
    [InlineData("Get-ViamCurrentMonthUsage")]
    [InlineData("Get-ViamBillingInformation")]
    [InlineData("Get-ViamBillingService")]
    [InlineData("Save-ViamInvoicePdf -InvoiceId x")]
    [InlineData("Wait-ViamInvoice -InvoiceId x")]
    public void MissingOrganizationErrorListsOrganizations(string script)
    {
        var error = Run(script).OnlyError;

        AssertError(error, "OrganizationRequired", ErrorCategory.InvalidArgument, null);
        Assert.Contains("Connect-ViamBilling -Organization", error.ErrorDetails.RecommendedAction);
        Assert.Contains($"Acme Robotics ({SandboxOrganizations.Acme}), Bluewater", error.Exception.Message);
        Assert.Equal(
            ["Authenticate", "ListOrganizations"],
            Server.Faults.RecordedCalls.Select(call => call.Method.Split('/')[^1])
        );
    }

    [Theory]
    [InlineData("Set-ViamBillingTier -BillingTier growth")]
    [InlineData("Disable-ViamBillingService")]
    [InlineData("New-ViamCharge -Subtotal 5")]
    [InlineData("Send-ViamPaymentRequiredEmail " + SandboxOrganizations.Acme)]
    [InlineData("Set-ViamLocationBillingOrganization " + SandboxLocations.AcmeFactory)]
    [InlineData("Enable-ViamBillingService -AddressLine1 a -City c -State s -ZipCode z -Country US")]
    [InlineData("Set-ViamBillingService -AddressLine1 a -City c -State s -ZipCode z -Country US")]
    public void ChangeNeverUsesDefaultOrganization(string script)
    {
        Connect("-Organization " + SandboxOrganizations.Acme);
        var before = Server.Faults.RecordedCalls.Count;

        var error = Run(script + " -Confirm:$false").OnlyError;

        Assert.StartsWith("MissingMandatoryParameter,", error.FullyQualifiedErrorId);
        Assert.Equal(before, Server.Faults.RecordedCalls.Count);
    }
}
