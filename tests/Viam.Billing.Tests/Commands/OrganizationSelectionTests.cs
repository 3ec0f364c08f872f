using System.Management.Automation;

namespace Viam.Billing.Tests.Commands;

/// <summary>Organizations given by name, wildcard, or object, and the default organization.</summary>
public sealed class OrganizationSelectionTests : OrganizationNameTest
{
    [Theory]
    [InlineData("Get-ViamOutstandingBalance 'Acme Robotics'", new[] { "Acme Robotics" })]
    [InlineData("Get-ViamOutstandingBalance ' acme ROBOTICS '", new[] { "Acme Robotics" })]
    [InlineData("Get-ViamOutstandingBalance Acme*", new[] { "Acme Robotics" })]
    [InlineData(
        "'*ar*', 'acme robotics' | Get-ViamOutstandingBalance",
        new[] { "Bluewater Marine Survey", "Cascade Orchards", "Harborlight Integrators", "Acme Robotics" }
    )]
    [InlineData(
        "[pscustomobject]@{ Organization = 'Cascade Orchards' } | Get-ViamOutstandingBalance",
        new[] { "Cascade Orchards" }
    )]
    [InlineData("Get-ViamOutstandingBalance \"Lumie`u{300}re Fulfillment\"", new[] { "Lumière Fulfillment" })]
    [InlineData("Get-ViamOutstandingBalance nobody*", new string[0])]
    [InlineData(
        "(Get-ViamOrganization -Organization [ab]*) | Get-ViamOutstandingBalance",
        new[] { "Acme Robotics", "Bluewater Marine Survey" }
    )]
    public void ReadsTakeNamesAndWildcards(string script, string[] expected)
    {
        Assert.Equal(
            expected.Order(),
            Get<OrganizationBalance>(script).Select(balance => balance.OrganizationName!).Order()
        );
        Assert.Equal(1, Lists);
    }

    [Fact]
    public void UnclosedBracketIsAnInvalidPattern() =>
        AssertError(
            Run("Get-ViamOutstandingBalance 'Acme[a'").OnlyError,
            "WildcardPatternInvalid",
            ErrorCategory.InvalidArgument,
            "Acme[a"
        );

    [Fact]
    public void EmptyValueIsNotTheDefaultOrganization()
    {
        var run = Run($"Set-ViamBillingSession -Organization {Owned[0]}; Get-ViamOutstandingBalance $null");

        AssertError(run.OnlyError, "OrganizationRequired", ErrorCategory.InvalidArgument, null);
        Assert.StartsWith(
            "No organization is specified: the value is empty.",
            run.OnlyError.Exception.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void OrganizationsAreFoundByNameOrId() =>
        Assert.Equal("Acme Robotics", Assert.Single(Get<Organization>($"Get-ViamOrganization {Owned[0]}")).Name);

    [Fact]
    public void WildcardWithoutMatchIsReportedByVerbose() =>
        Assert.Contains(
            "No organization has a name that matches 'nobody*'.",
            Run("Get-ViamInvoice nobody* -Verbose").Verbose
        );

    [Fact]
    public void UnknownNameIsLookedUpInAFreshListOnce()
    {
        RunSuccessfully("$null = Get-ViamInvoice 'Acme Robotics'");
        ListOrganizations((Owned[1], "Newcomer"));

        Assert.Equal(
            Owned[1],
            Assert.Single(Get<OrganizationBalance>("Get-ViamOutstandingBalance Newcomer")).OrganizationId
        );
        Assert.Equal(2, Lists);
        var errors = Run("Get-ViamOutstandingBalance nobody, noone").Errors;
        Assert.Equal(["nobody", "noone"], errors.Select(error => error.TargetObject));
        Assert.All(errors, error => Assert.StartsWith("OrganizationNotFound,", error.FullyQualifiedErrorId));
        Assert.Equal(3, Lists);
    }

    [Theory]
    [InlineData("Get-ViamOutstandingBalance acme")]
    [InlineData("Set-ViamBillingTier acme growth -Confirm:$false")]
    [InlineData("New-ViamCharge acme 5 -Confirm:$false")]
    public void AmbiguousNameListsMatches(string script)
    {
        ListOrganizations((Owned[0], "Acme"), (Owned[1], "ACME"), (Owned[2], "Acme East"));

        var error = Run(script).OnlyError;

        AssertError(error, "AmbiguousOrganization", ErrorCategory.InvalidArgument, "acme");
        Assert.Contains($"Acme ({Owned[0]}), ACME ({Owned[1]}).", error.Exception.Message);
        Assert.Equal(0, CountRequests("UpdateOrganizationBillingTier") + CountRequests("ChargeOrganization"));
    }

    [Theory]
    [InlineData("Acme [East")]
    [InlineData("Acme [East]")]
    [InlineData("Acme `[East`]")]
    public void NameWithWildcardCharactersIsFound(string typed)
    {
        ListOrganizations((Owned[0], typed.Replace("`", "", StringComparison.Ordinal)), (Owned[1], "Acme E"));

        Assert.Equal(
            Owned[0],
            Assert.Single(Get<OrganizationBalance>("Get-ViamOutstandingBalance $name", ("name", typed))).OrganizationId
        );
    }

    [Theory]
    [InlineData("[pscustomobject]@{ Other = 1 }", "Get-ViamInvoice")]
    [InlineData("[IO.DirectoryInfo]::new('/')", "Get-ViamInvoice")]
    [InlineData("@{ OrganizationId = 'x' }", "Get-ViamOrganization")]
    [InlineData("[pscustomobject]@{ Id = 'x' }", "Save-ViamInvoicePdf")]
    [InlineData("[IO.DirectoryInfo]::new('/')", "Get-ViamLocationBillingOrganization")]
    public void ObjectOfAnotherKindIsAnErrorAndNotText(string input, string cmdlet)
    {
        var error = Run($"{input} | {cmdlet}").OnlyError;

        Assert.StartsWith("InputObjectNotBound,", error.FullyQualifiedErrorId);
        Assert.Single(Server.Faults.RecordedCalls);
    }

    [Fact]
    public void OrganizationIsNotTakenForLocation()
    {
        var run = Run(
            $"Get-ViamOrganization | Set-ViamLocationBillingOrganization -BillingOrganization {Acme} -Confirm:$false"
        );

        Assert.Equal(6, run.Errors.Count);
        Assert.Equal(0, CountRequests("UpdateLocationBillingOrganization"));
    }

    [Theory]
    [InlineData("[pscustomobject]@{ InvoiceId = [guid]$id; OrganizationId = [guid]$organization }")]
    [InlineData("[pscustomobject]@{ InvoiceId = $id; Organization = 'Acme Robotics' }")]
    [InlineData("(Get-ViamInvoice Acme* | Where-Object InvoiceId -eq $id)")]
    public void InvoiceBindsByPropertyName(string input)
    {
        var invoice = Get<Invoice>("Get-ViamInvoice Acme* -Status paid")[0];

        var paid = Get<Invoice>(input + " | Wait-ViamInvoice", ("id", invoice.InvoiceId), ("organization", Acme));

        Assert.Equal(("Acme Robotics", invoice.InvoiceId), (paid[0].OrganizationName, paid[0].InvoiceId));
    }

    [Fact]
    public void OnlyOrganizationIsTheDefaultOfReads()
    {
        ListOrganizations((Owned[2], "Only"));

        Assert.Equal(
            ("Only", Owned[2]),
            Get<OrganizationBalance>("Get-ViamOutstandingBalance")
                .Select(balance => (balance.OrganizationName, balance.OrganizationId))
                .Single()
        );
        Assert.Equal(1, Lists);
    }

    [Fact]
    public void MissingOrganizationErrorListsTenAndCountsTheRest()
    {
        ListOrganizations([
            .. Enumerable.Range(10, 12).Select(i => ($"00000000-0000-4000-8000-0000000000{i}", $"Org {i}")),
        ]);

        var message = Run("Get-ViamInvoice").OnlyError.Exception.Message;

        Assert.Contains("Org 19 (", message);
        Assert.DoesNotContain("Org 20 (", message);
        Assert.EndsWith(", and 2 more.", message);
    }

    [Fact]
    public void EachOrganizationIsReadOncePerPipeline()
    {
        var run = Run($"Get-ViamLocation {Acme} | Get-ViamInvoice -Verbose");

        Assert.Equal(24, run.Output.Count);
        Assert.Equal(1, CountRequests("GetInvoicesSummary"));
        Assert.Equal(
            3,
            run.Verbose.Count(line => line == $"Organization Acme Robotics ({Acme}) was already read in this pipeline.")
        );
        Assert.Single(
            RunSuccessfully(
                $"'{Acme}', 'ACME robotics', '{Acme.ToUpperInvariant()}', 'acme*' | Get-ViamOutstandingBalance"
            )
        );
    }

    [Fact]
    public void InvoicesOfOneOrganizationAreEachReadByTheirId()
    {
        var invoices = Get<Invoice>($"Get-ViamInvoice {Acme} -Latest 3");

        Assert.Equal(
            invoices.Select(invoice => invoice.InvoiceId),
            Get<Invoice>("$invoices | Get-ViamInvoice", ("invoices", invoices)).Select(invoice => invoice.InvoiceId)
        );
    }
}
