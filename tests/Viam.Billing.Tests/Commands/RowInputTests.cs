using System.Management.Automation;
using Grpc.Core;
using Viam.Billing.Contract;
using Viam.Billing.Sandbox.SeedData;
using Viam.Billing.Tests.Support.Engine;
using Viam.Billing.Tests.Support.Servers;

namespace Viam.Billing.Tests.Commands;

/// <summary>Rows of files, as Import-Csv returns them.</summary>
public sealed class RowInputTests : CmdletTest
{
    private const string Acme = SandboxOrganizations.Acme;
    private const string Bluewater = SandboxOrganizations.Bluewater;
    private const string AssemblyLine = SandboxLocations.AcmeAssemblyLine;

    private protected override void Prepare() => Connect();

    [Theory]
    [InlineData("Get-ViamInvoice")]
    [InlineData("Get-ViamInvoiceAging")]
    [InlineData("Get-ViamLocation")]
    [InlineData("Get-ViamCurrentMonthUsage")]
    [InlineData("Get-ViamUsageForecast")]
    [InlineData("Get-ViamUsageHistory -StorePath .")]
    [InlineData("Get-ViamOrganization")]
    [InlineData("Get-ViamBillingTier")]
    [InlineData("Get-ViamLocationBillingOrganization")]
    [InlineData("Test-ViamBudget")]
    [InlineData("Test-ViamBudget -Budget 5")]
    [InlineData("Compare-ViamUsage")]
    [InlineData("ConvertTo-ViamFocus -StorePath .")]
    [InlineData("Save-ViamUsageSnapshot -StorePath .")]
    [InlineData("Save-ViamInvoicePdf")]
    [InlineData("Wait-ViamInvoice")]
    [InlineData("Set-ViamBillingTier -BillingTier growth -Confirm:$false")]
    [InlineData($"Set-ViamLocationBillingOrganization -BillingOrganization {Acme} -Confirm:$false")]
    [InlineData($"Send-ViamPaymentRequiredEmail -BillingOwnerOrganization {Acme} -Confirm:$false")]
    [InlineData("Disable-ViamBillingService -Confirm:$false")]
    public void FileWithSemicolonsIsOneError(string command)
    {
        var before = Server.Faults.RecordedCalls.Count;

        var run = Run(
            $"$rows | {command}",
            ("rows", Csv.Read($"OrganizationId;Budget;InvoiceId\n{Acme};5;x\n{Bluewater};6;y"))
        );

        Assert.StartsWith("DelimiterMismatch,", run.OnlyError.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("Import-Csv -Delimiter ';'", run.OnlyError.Exception.Message, StringComparison.Ordinal);
        Assert.Equal(ErrorCategory.InvalidData, run.OnlyError.CategoryInfo.Category);
        Assert.Equal(before, Server.Faults.RecordedCalls.Count);
    }

    /// <summary>Nothing must be read for all organizations, or for the default one.</summary>
    [Theory]
    [InlineData("Get-ViamOutstandingBalance")]
    [InlineData("Test-ViamBudget -Budget 5")]
    [InlineData("Get-ViamUsageForecast -AsOf 2026-11-02 -StorePath .")]
    [InlineData("Get-ViamUsageHistory -StorePath .")]
    [InlineData("ConvertTo-ViamFocus -StorePath .")]
    public void RowWithoutAnOrganizationIsAnError(string command)
    {
        var run = Run($"[pscustomobject]@{{ OrganizationId = $null }} | {command}");

        Assert.StartsWith("OrganizationRequired,", run.OnlyError.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }

    [Theory]
    [InlineData("Get-ViamOutstandingBalance")]
    [InlineData("Get-ViamBillingInformation")]
    [InlineData("Test-ViamBudget -Budget 100000")]
    public void OrganizationNameIsAnOrganization(string command) =>
        Assert.Equal(
            [Acme],
            RunSuccessfully($"$rows | {command}", ("rows", Csv.Read("OrganizationName\nAcme Robotics")))
                .Select(static item => Property<string>(item, "OrganizationId"))
        );

    [Fact]
    public void OrganizationIdIsPreferredToTheName() =>
        Assert.Equal(
            [Bluewater],
            RunSuccessfully(
                    "$rows | Get-ViamOutstandingBalance",
                    ("rows", Csv.Read($"OrganizationName,OrganizationId\nan old name,{Bluewater}"))
                )
                .Select(static item => Property<string>(item, "OrganizationId"))
        );

    [Fact]
    public void DifferentOrganizationIdsInOneRowAreNotRead()
    {
        var run = Run(
            "$rows | Get-ViamOutstandingBalance",
            ("rows", Csv.Read($"OrganizationId,OrgId\n{Acme},{Bluewater}\n{Acme},{Acme.ToUpperInvariant()}"))
        );

        Assert.StartsWith("OrganizationConflict,", run.OnlyError.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains(
            $"OrganizationId = '{Acme}', OrgId = '{Bluewater}'",
            run.OnlyError.Exception.Message,
            StringComparison.Ordinal
        );
        Assert.Single(run.Output);
        Assert.Equal(1, CountRequests("GetInvoicesSummary"));
    }

    [Theory]
    [InlineData("LocationName", "Test Yard")]
    [InlineData("Location", SandboxLocations.AcmeTestYard)]
    [InlineData("Location", "Test Yard")]
    public void DifferentLocationsInOneRowAreNotRead(string property, string other)
    {
        var run = Run(
            "$rows | Get-ViamLocationBillingOrganization",
            ("rows", Csv.Read($"LocationId,{property}\n{AssemblyLine},{other}"))
        );

        AssertError(run.OnlyError, "LocationConflict", ErrorCategory.InvalidData, AssemblyLine);
        Assert.Contains(
            $"LocationId = '{AssemblyLine}', {property} = '{other}'",
            run.OnlyError.Exception.Message,
            StringComparison.Ordinal
        );
        Assert.Empty(run.Output);
        Assert.Equal(1, CountRequests("GetLocationBillingOrganization"));
    }

    [Theory]
    [InlineData("LocationId,LocationName", $"{AssemblyLine},assembly line")]
    [InlineData("LocationId,Location", $"{AssemblyLine},Assembly Line")]
    [InlineData("LocationName", "Assembly Line")]
    public void LocationIsReadByItsIdAndName(string header, string row) =>
        Assert.Equal(
            [AssemblyLine],
            RunSuccessfully("$rows | Get-ViamLocationBillingOrganization", ("rows", Csv.Read($"{header}\n{row}")))
                .Select(static item => Property<string>(item, "LocationId"))
        );

    [Fact]
    public void NameOfALocationThatCannotBeComparedIsNoConflict()
    {
        Server.Faults.Refuse("ListLocations", StatusCode.PermissionDenied, "not you");

        Assert.Single(
            RunSuccessfully(
                "$rows | Get-ViamLocationBillingOrganization",
                ("rows", Csv.Read($"LocationId,LocationName\n{AssemblyLine},Test Yard"))
            )
        );
    }

    [Fact]
    public void LocationNameIsChanged()
    {
        Get<object>(
            "$rows | Set-ViamLocationBillingOrganization -Confirm:$false",
            ("rows", Csv.Read("LocationName,BillingOrganizationName\nAssembly Line,Harborlight Integrators"))
        );

        var change = Assert.Single(Requests<UpdateLocationBillingOrganizationRequest>());
        Assert.Equal(
            (AssemblyLine, SandboxOrganizations.Harborlight),
            (change.LocationId, change.BillingOrganizationId)
        );
    }
}
