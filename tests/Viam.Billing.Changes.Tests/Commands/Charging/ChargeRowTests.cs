using System.Management.Automation;
using Viam.Billing.Sandbox.SeedData;
using Viam.Billing.Tests.Support.Engine;

namespace Viam.Billing.Tests.Commands.Charging;

/// <summary>Rows of files: each error says which row it is about, and organizations can be specified by name.</summary>
public sealed class ChargeRowTests : ChargeTest
{
    private const string Batch =
        "$rows | New-ViamCharge -LedgerPath $ledger -AllowRepeatedOrganization -Confirm:$false";

    [Fact]
    public void ErrorOfARowNamesItsReferenceOrItsOrganizationOrItsPosition()
    {
        var run = RunRows(
            $"""
            OrganizationId,Subtotal,Tax,Reference,Description
            {Acme},"12,50",,a-1,x
            nope,1,0,a-2,x
            {Acme},,0,a-3,x
            {Acme},1,"0,5",a-4,x
            {Acme},0,0,a-5,x
            {Acme},5,0,,x
            ,5,0,a-7,x
            ,5,0,,x
            {Acme},5,0,a-9,{new string('x', 1001)}
            {Acme},5,0,a-10,x
            """
        );

        Assert.Equal(
            [
                (
                    "ParameterArgumentTransformationError",
                    "Charge a-1, row 1 of the input: The value of Subtotal isn't valid. '12,50' isn't an amount in US "
                        + "dollars and cents. Write it as 1234.56."
                ),
                (
                    "OrganizationNotFound",
                    "Charge a-2, row 2 of the input: Organization 'nope' wasn't found, or you don't have access to it."
                ),
                (
                    "ParameterArgumentTransformationError",
                    "Charge a-3, row 3 of the input: The value of Subtotal isn't valid. An empty value isn't an amount "
                        + "in US dollars and cents. Write it as 1234.56."
                ),
                (
                    "ParameterArgumentTransformationError",
                    "Charge a-4, row 4 of the input: The value of Tax isn't valid. '0,5' isn't an amount in US dollars "
                        + "and cents. Write it as 1234.56."
                ),
                ("InvalidAmount", "Charge a-5, row 5 of the input: -Subtotal 0 isn't greater than zero."),
                (
                    "ReferenceRequired",
                    $"Organization '{Acme}', row 6 of the input: A charge with a charge ledger requires a reference."
                ),
                (
                    "InvalidOrganizationId",
                    "Charge a-7, row 7 of the input: An organization is specified without an ID or a name."
                ),
                ("InvalidOrganizationId", "Row 8 of the input: An organization is specified without an ID or a name."),
                (
                    "DescriptionTooLong",
                    "Charge a-9, row 9 of the input: The description has more than 1,000 characters."
                ),
            ],
            run.Errors.Select(static error => (error.FullyQualifiedErrorId.Split(',')[0], error.Exception.Message))
        );
        Assert.All(
            run.Errors,
            static error => Assert.False(string.IsNullOrEmpty(error.ErrorDetails.RecommendedAction))
        );
        Assert.Equal("a-10", OnlyCharge(run).Reference);
        Assert.Single(ServerCharges);
    }

    [Fact]
    public void MissingColumnIsReportedWithTheRow()
    {
        var run = RunRows($"OrganizationId,Amount,Reference\n{Acme},5,a-1\n{Bluewater},5,");

        Assert.Equal(
            [
                "Charge a-1, row 1 of the input: The object from the pipeline doesn't specify Subtotal.",
                $"Organization '{Bluewater}', row 2 of the input: "
                    + "The object from the pipeline doesn't specify Subtotal.",
            ],
            run.Errors.Select(static error => error.Exception.Message)
        );
        Assert.All(
            run.Errors,
            static error => Assert.StartsWith("InputObjectMissingMandatory,", error.FullyQualifiedErrorId)
        );
        Assert.Empty(ServerCharges);
    }

    [Fact]
    public void NullsOfAJsonFileAreReportedWithTheRow()
    {
        var run = Run(
            "[pscustomobject]@{ OrganizationId = $null; Subtotal = 5; Reference = 'a' }, "
                + "[pscustomobject]@{ OrganizationId = $id; Subtotal = $null; Reference = 'b' }, "
                + "[pscustomobject]@{ OrganizationId = $id; Subtotal = 5; Tax = $null; Reference = 'c' } "
                + "| New-ViamCharge -LedgerPath $ledger -Confirm:$false",
            ("id", Acme),
            ("ledger", Ledger)
        );

        Assert.Equal(
            [
                "Charge a, row 1 of the input: An organization is specified without an ID or a name.",
                "Charge b, row 2 of the input: The value of Subtotal isn't valid. An empty value isn't an amount in US "
                    + "dollars and cents. Write it as 1234.56.",
                "Charge c, row 3 of the input: The value of Tax isn't valid. An empty value isn't an amount in US "
                    + "dollars and cents. Write it as 1234.56.",
            ],
            run.Errors.Select(static error => error.Exception.Message)
        );
        Assert.Empty(ServerCharges);
    }

    [Fact]
    public void ArgumentsAreNotAttributedToARow()
    {
        var error = Run($"New-ViamCharge {Acme} '12,50' -Confirm:$false").OnlyError;

        Assert.StartsWith("The value of Subtotal isn't valid. '12,50' isn't", error.Exception.Message);
        Assert.StartsWith("ParameterArgumentTransformationError,", error.FullyQualifiedErrorId);
        Assert.StartsWith(
            "Organization 'nope' wasn't found",
            Run("New-ViamCharge nope 5 -Confirm:$false").OnlyError.Exception.Message
        );
    }

    [Fact]
    public void InvalidArgumentIsOneErrorForAllRows()
    {
        var run = Run($"'{Acme}', '{Bluewater}' | New-ViamCharge -Subtotal '12,50' -Confirm:$false");

        Assert.StartsWith("ParameterArgumentTransformationError,", run.OnlyError.FullyQualifiedErrorId);
        Assert.Empty(ServerCharges);
    }

    [Theory]
    [InlineData(";", "semicolons", "';'")]
    [InlineData("\t", "tabs", "\"`t\"")]
    public void FileWithAnotherDelimiterIsOneError(string delimiter, string name, string argument)
    {
        var header = $"OrganizationId{delimiter}Subtotal{delimiter}Reference";

        var run = RunRows($"{header}\n{Acme}{delimiter}5{delimiter}a\n{Acme}{delimiter}6{delimiter}b");

        Assert.Equal(
            $"The file seems to be separated by {name}, not by commas: its rows have only one column, "
                + $"'{header.Replace('\t', '␉')}'. Read the file with Import-Csv -Delimiter {argument}. "
                + "No request was sent for its rows.",
            run.OnlyError.Exception.Message
        );
        Assert.StartsWith("DelimiterMismatch,", run.OnlyError.FullyQualifiedErrorId);
        Assert.Empty(ServerCharges);
    }

    [Fact]
    public void OrganizationNameIsAnOrganization()
    {
        var run = RunRows(
            $"""
            OrganizationName,OrganizationId,Subtotal,Reference
            acme robotics,{Acme},5,a
            Acme Robotics,{Bluewater},6,b
            """
        );

        Assert.StartsWith("OrganizationConflict,", run.OnlyError.FullyQualifiedErrorId);
        Assert.StartsWith("Charge b, row 2 of the input: ", run.OnlyError.Exception.Message);
        Assert.Equal((Acme, 5m), (OnlyCharge(run).OrganizationId, OnlyCharge(run).Total));

        var named = RunRows("OrganizationName,Subtotal,Reference\nAcme Robotics,7,c\nAcme*,8,d\nNobody,9,e");

        Assert.Equal((Acme, 7m), (OnlyCharge(named).OrganizationId, OnlyCharge(named).Total));
        Assert.Equal(
            ["WildcardNotSupported", "OrganizationNotFound"],
            named.Errors.Select(static error => error.FullyQualifiedErrorId.Split(',')[0])
        );
        Assert.Equal([5m, 7m], ServerCharges.Select(static charge => charge.Subtotal));
    }

    [Fact]
    public void RepeatedOrganizationIsNamed()
    {
        Run("Get-ViamOrganization");

        var run = Run($"'{Acme}', '{Acme}' | New-ViamCharge -Subtotal 5 -Confirm:$false");

        Assert.Equal(
            $"Organization '{Acme}', row 2 of the input: Organization Acme Robotics ({Acme}) occurs more than once in "
                + "this pipeline. It wasn't charged again.",
            run.OnlyError.Exception.Message
        );
    }

    [Theory]
    [InlineData("")]
    [InlineData("-LedgerPath $ledger -Reference a")]
    public void SandboxIsNotMentionedByWhatIf(string arguments)
    {
        var run = Run(
            $"Connect-ViamBilling -Sandbox; New-ViamCharge {SandboxOrganizations.Acme} 5 {arguments} -WhatIf",
            ("ledger", Ledger)
        );

        Assert.Empty(run.Warnings);
        Assert.Equal(
            ["This is a sandbox session. No payment is made."],
            Run(
                $"New-ViamCharge {SandboxOrganizations.Acme} 5 {arguments} -Confirm:$false",
                ("ledger", Ledger)
            ).Warnings
        );
    }

    private PowerShellRun RunRows(string csv) => Run(Batch, ("rows", Csv.Read(csv)), ("ledger", Ledger));
}
