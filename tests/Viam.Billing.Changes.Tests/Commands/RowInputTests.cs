using System.Management.Automation;
using Grpc.Core;
using Viam.Billing.Contract;
using Viam.Billing.Sandbox.SeedData;
using Viam.Billing.Tests.Support.Engine;
using Viam.Billing.Tests.Support.Servers;

namespace Viam.Billing.Tests.Commands;

/// <summary>Rows of files, as Import-Csv returns them.</summary>
public sealed class RowInputTests : LocationTest
{
    private const string Bluewater = SandboxOrganizations.Bluewater;

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
    [InlineData("Set-ViamBillingTier -Confirm:$false")]
    [InlineData($"Set-ViamBillingTier {Acme} -Confirm:$false")]
    [InlineData("Set-ViamLocationBillingOrganization -Confirm:$false")]
    [InlineData($"Set-ViamLocationBillingOrganization {AssemblyLine} -Confirm:$false")]
    [InlineData("Send-ViamPaymentRequiredEmail -Confirm:$false")]
    [InlineData($"Send-ViamPaymentRequiredEmail {Acme} -Confirm:$false")]
    [InlineData("Enable-ViamBillingService -Confirm:$false")]
    [InlineData("Set-ViamBillingService -City Pittsburgh -Confirm:$false")]
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

    [Theory]
    [InlineData("Get-ViamOutstandingBalance")]
    [InlineData("Set-ViamBillingTier -BillingTier growth -PassThru -Confirm:$false")]
    [InlineData("New-ViamCharge -Subtotal 5 -Confirm:$false")]
    public void OtherObjectsAfterARowOfAFileWithTabsAreUsed(string command)
    {
        ConnectAsBillingAdmin();

        var run = Run(
            $"@('Acme Robotics'; $rows; 'Bluewater Marine Survey') | {command}",
            ("rows", Csv.Read($"OrganizationId\tSubtotal\n{SandboxOrganizations.Cascade}\t5"))
        );

        Assert.StartsWith("DelimiterMismatch,", run.OnlyError.FullyQualifiedErrorId);
        Assert.Equal([Acme, Bluewater], run.Output.Select(static item => Property<string>(item, "OrganizationId")));
    }

    /// <summary>PowerShell keeps the names of the parameters of earlier objects.</summary>
    [Theory]
    [InlineData("'Acme Robotics'", "Set-ViamBillingTier -BillingTier growth")]
    [InlineData("[pscustomobject]@{ BillingTier = 'growth' }", $"Set-ViamBillingTier {Acme}")]
    public void RowWithoutARequiredColumnIsAnErrorAfterOtherInput(string first, string command)
    {
        ConnectAsBillingAdmin();

        var run = Run($"{first}, [pscustomobject]@{{ Note = 'x' }} | {command} -PassThru -Confirm:$false");

        Assert.StartsWith("InputObjectMissingMandatory,", run.OnlyError.FullyQualifiedErrorId);
        Assert.Single(run.Output);
        Assert.Equal(1, CountRequests("UpdateOrganizationBillingTier"));
    }

    [Theory]
    [InlineData("Set-ViamBillingTier", "Organization, BillingTier")]
    [InlineData($"Set-ViamBillingTier {Acme}", "BillingTier")]
    [InlineData("Set-ViamBillingTier -BillingTier growth", "Organization")]
    [InlineData("Set-ViamLocationBillingOrganization", "LocationId, BillingOrganization")]
    [InlineData("Send-ViamPaymentRequiredEmail", "CustomerOrganization, BillingOwnerOrganization")]
    [InlineData("Enable-ViamBillingService -City Pittsburgh", "Organization, AddressLine1, State, ZipCode, Country")]
    [InlineData("Disable-ViamBillingService", "Organization")]
    public void ChangeOfRowWithoutARequiredColumnIsAnError(string command, string missing)
    {
        var before = Server.Faults.RecordedCalls.Count;

        var run = Run($"[pscustomobject]@{{ Note = 'x'; Other = 'y' }} | {command} -Confirm:$false");

        Assert.StartsWith("InputObjectMissingMandatory,", run.OnlyError.FullyQualifiedErrorId);
        Assert.Equal(
            missing.Split(", ").Order(),
            run.OnlyError.Exception.Message["The object from the pipeline doesn't specify ".Length..^1]
                .Split(", ")
                .Order()
        );
        Assert.All(
            missing.Split(", "),
            name => Assert.Contains($"-{name}", run.OnlyError.ErrorDetails.RecommendedAction)
        );
        Assert.Equal(before, Server.Faults.RecordedCalls.Count);
    }

    [Theory]
    [InlineData($"Set-ViamBillingTier {Acme}", "BillingTier")]
    [InlineData($"Set-ViamLocationBillingOrganization {AssemblyLine}", "BillingOrganization")]
    [InlineData($"Send-ViamPaymentRequiredEmail {Acme}", "BillingOwnerOrganization")]
    [InlineData($"Enable-ViamBillingService {Acme} -AddressLine1 a -City b -State c -ZipCode d", "Country")]
    [InlineData("Disable-ViamBillingService", "Organization")]
    public void MissingArgumentOfAChangeIsRequestedByPowerShell(string command, string missing)
    {
        var error = Run(command).OnlyError;

        Assert.StartsWith("MissingMandatoryParameter,", error.FullyQualifiedErrorId);
        Assert.EndsWith($" {missing}.", error.Exception.Message);
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
