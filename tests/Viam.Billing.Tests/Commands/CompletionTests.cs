using System.Diagnostics;
using System.Management.Automation;
using Grpc.Core;
using Viam.Billing.Contract;
using Viam.Billing.Sandbox.SeedData;
using Viam.Billing.Sessions;
using Viam.Billing.Tests.Support.Servers;
using static Viam.Billing.Tests.Commands.Invoices;

namespace Viam.Billing.Tests.Commands;

/// <summary>Argument completion.</summary>
public sealed class CompletionTests : CmdletTest
{
    [Fact]
    public void OrganizationsAreListedAndCompletedByName()
    {
        Connect();

        var offers = Complete("Get-ViamInvoice -OrganizationId ");

        Assert.Equal(
            [
                ("'Acme Robotics'", "Acme Robotics", SandboxOrganizations.Acme),
                ("'Bluewater Marine Survey'", "Bluewater Marine Survey", SandboxOrganizations.Bluewater),
                ("'Cascade Orchards'", "Cascade Orchards", SandboxOrganizations.Cascade),
                ("'Fernhill Dairy (Vermont)'", "Fernhill Dairy (Vermont)", SandboxOrganizations.Fernhill),
                ("'Harborlight Integrators'", "Harborlight Integrators", SandboxOrganizations.Harborlight),
                ("'Lumière Fulfillment'", "Lumière Fulfillment", SandboxOrganizations.Lumiere),
            ],
            offers.Select(offer => (offer.CompletionText, offer.ListItemText, offer.ToolTip))
        );
        Assert.Equal(1, CountRequests("ListOrganizations"));
    }

    [Theory]
    [InlineData("Get-ViamInvoice -OrganizationId cas", "'Cascade Orchards'")]
    [InlineData("Get-ViamInvoice -OrganizationId 2d94", SandboxOrganizations.Cascade)]
    [InlineData("Get-ViamInvoice ACME", "'Acme Robotics'")]
    [InlineData("Get-ViamOrganization -Name cas", "'Cascade Orchards'")]
    [InlineData("Get-ViamOrganization -Name 'cas", "'Cascade Orchards'")]
    [InlineData("New-ViamCharge -BrandingOrganizationId har", "'Harborlight Integrators'")]
    [InlineData("Send-ViamPaymentRequiredEmail -CustomerOrganizationId lum", "'Lumière Fulfillment'")]
    public void InputMatchesStartOfIdOrName(string typed, string expected)
    {
        Connect();

        Assert.Equal([expected], Complete(typed).Select(offer => offer.CompletionText));
    }

    [Theory]
    [InlineData("Get-ViamInvoice -Organization acme")]
    [InlineData("Get-ViamInvoice -Organization 'acme ")]
    [InlineData("Set-ViamBillingTier acme")]
    public void NameWithWildcardCharactersIsEscapedAndFindsItsOrganization(string typed)
    {
        Connect();
        List((SandboxOrganizations.Acme, "Acme [East] `1* it's"), (SandboxOrganizations.Cascade, "Acme E"));

        var text = Complete(typed).Last().CompletionText;

        Assert.Equal("'Acme `[East`] ``1`* it''s'", text);
        Assert.Equal(
            SandboxOrganizations.Acme,
            Assert.Single(Get<OrganizationBalance>($"Get-ViamOutstandingBalance {text}")).OrganizationId
        );
        Assert.Equal(
            SandboxOrganizations.Acme,
            Assert
                .Single(
                    Get<BillingServiceConfiguration>(
                        $"Enable-ViamBillingService {text} -AddressLine1 a -City c -State s -ZipCode z "
                            + "-Country US -PassThru -Confirm:$false"
                    )
                )
                .OrganizationId
        );
    }

    [Fact]
    public void RepeatedOrMissingNameIsCompletedAsId()
    {
        Connect();
        List(
            (SandboxOrganizations.Acme, "Acme"),
            (SandboxOrganizations.Bluewater, "ACME"),
            (SandboxOrganizations.Cascade, ""),
            (SandboxOrganizations.Fernhill, SandboxOrganizations.Lumiere)
        );

        Assert.Equal(
            [
                (SandboxOrganizations.Cascade, SandboxOrganizations.Cascade),
                (SandboxOrganizations.Fernhill, SandboxOrganizations.Lumiere),
                (SandboxOrganizations.Acme, "Acme"),
                (SandboxOrganizations.Bluewater, "ACME"),
            ],
            Complete("Get-ViamInvoice ")
                .Select(offer => (offer.CompletionText, offer.ListItemText))
                .OrderBy(offer => offer.ListItemText, StringComparer.OrdinalIgnoreCase)
                .ThenBy(offer => offer.CompletionText, StringComparer.Ordinal)
        );
    }

    [Theory]
    [InlineData("Get-ViamInvoice -Status ", "'in `[dispute'")]
    [InlineData("Get-ViamInvoice -InvoiceId inv", "'inv `[1'")]
    [InlineData("Save-ViamInvoicePdf -InvoiceId inv", "'inv [1'")]
    public void WildcardCharactersAreEscapedOnlyWhereTheyAreWildcards(string typed, string expected)
    {
        Connect($"-Organization {SandboxOrganizations.Acme}");
        Server.Faults.Rewrite = static response =>
            response is GetInvoicesSummaryResponse
                ? new GetInvoicesSummaryResponse
                {
                    Invoices =
                    {
                        new InvoiceSummary { Id = "inv [1", Status = "in [dispute" },
                    },
                }
                : response;
        RunSuccessfully("$null = Get-ViamInvoice");

        Assert.Contains(expected, Complete(typed).Select(offer => offer.CompletionText));
    }

    [Theory]
    [InlineData("Get-ViamInvoice -Organization ", "ListOrganizations")]
    [InlineData("Get-ViamLocationBillingOrganization -LocationId ", "ListLocations")]
    public async Task SlowResponseIsUsedByLaterCompletion(string typed, string method)
    {
        Connect($"-Organization {SandboxOrganizations.Acme}");
        // Something is known already, which must not count as all there is.
        RunSuccessfully("$null = Get-ViamOrganization -Organization " + SandboxOrganizations.Acme);
        var gate = new RequestGate();
        Server.Faults.On(method, gate.PassAsync);
        var early = Complete(typed).Count;
        await gate.Reached;

        gate.Open();

        Assert.InRange(early, 0, 1);
        for (var i = 0; Complete(typed).Count <= 1; i++)
        {
            Assert.InRange(i, 0, 40);
        }
        Assert.Equal(1, CountRequests(method));
    }

    [Fact]
    public void CompletionValuesAreRequestedOncePerSession()
    {
        Connect();
        RunSuccessfully($"$null = Get-ViamOrganization -OrganizationId {SandboxOrganizations.Acme}");

        Assert.Equal(6, Complete("Get-ViamInvoice -OrganizationId ").Count);
        Assert.Equal(6, Complete("Get-ViamLocation -OrganizationId ").Count);
        Assert.Equal(1, CountRequests("ListOrganizations"));
    }

    [Fact]
    public void InvoicesAreListedNewestFirstWithDetails()
    {
        Connect();
        Server.Faults.Rewrite = static response => response is GetInvoicesSummaryResponse ? Response : response;

        var offers = Complete($"Save-ViamInvoicePdf -OrganizationId {SandboxOrganizations.Acme} -InvoiceId ");

        var dated = Get<Invoice>($"Get-ViamInvoice {SandboxOrganizations.Acme} -Latest 100");
        Assert.Equal(
            dated.Select(invoice => invoice.InvoiceId),
            offers.Select(offer => offer.CompletionText.Trim('\''))
        );
        Assert.Equal(
            FormattableString.Invariant(
                $"{dated[0].InvoiceDate:yyyy-MM-dd} {dated[0].Amount:0.00} USD {dated[0].Status}"
            ),
            offers[0].ToolTip
        );
        Assert.Equal(
            FormattableString.Invariant(
                $"{dated[0].InvoiceDate:yyyy-MM-dd}  {dated[0].Amount:0.00} USD  {dated[0].OrganizationName}"
            ),
            Complete($"Save-ViamInvoicePdf -OrganizationId {SandboxOrganizations.Acme} -InvoiceId ")[0].ListItemText
        );
    }

    [Fact]
    public void StatusesIncludeKnownValuesAndValuesSeenInSession()
    {
        Connect($"-OrganizationId {SandboxOrganizations.Acme}");
        Assert.Equal(
            ["outstanding", "paid", "payment_processing"],
            Complete("Get-ViamInvoice -Status ").Select(offer => offer.CompletionText)
        );

        Server.Faults.Rewrite = static response => response is GetInvoicesSummaryResponse ? With("void it") : response;
        RunSuccessfully("$null = Get-ViamInvoice");

        Assert.Equal(
            ["outstanding", "paid", "payment_processing", "'void it'"],
            Complete("Get-ViamInvoice -Status ").Select(offer => offer.CompletionText)
        );
    }

    [Fact]
    public void LocationsAreListedByName()
    {
        Connect($"-OrganizationId {SandboxOrganizations.Acme}");
        var locations = Get<Location>("Get-ViamLocation");
        DefaultSession.Close();
        Connect($"-OrganizationId {SandboxOrganizations.Acme}");

        Assert.Equal(
            locations
                .OrderBy(location => location.Name, StringComparer.OrdinalIgnoreCase)
                .Select(location => (location.LocationId, location.Name!, location.LocationId)),
            Complete("Get-ViamLocationBillingOrganization -LocationId ")
                .Select(offer => (offer.CompletionText, offer.ListItemText, offer.ToolTip))
        );
    }

    [Theory]
    [InlineData("Get-ViamLocation -Name ")]
    [InlineData("Get-ViamLocation 'Acme Robotics' ")]
    public void NamesOfLocationsAreListed(string typed)
    {
        Connect($"-OrganizationId {SandboxOrganizations.Acme}");
        RunSuccessfully("$null = Get-ViamOrganization");

        Assert.Equal(
            ["'Assembly Line'", "'Paint Shop'", "'Pittsburgh Factory'", "'Test Yard'"],
            Complete(typed).Select(offer => offer.CompletionText)
        );
        Assert.Equal(4, Complete("Get-ViamLocationBillingOrganization ").Count);
        Assert.Equal(1, CountRequests("ListLocations"));
    }

    [Theory]
    [InlineData("Test-ViamBudget -Threshold ", "50", "80", "90", "100")]
    [InlineData("Test-ViamBudget -ForecastThreshold 1", "100", "110", "120")]
    [InlineData("Get-ViamUsageForecast -Level 9", "90", "95", "99")]
    [InlineData("Get-ViamInvoiceAging -AgeBy ", "DueDate", "InvoiceDate")]
    [InlineData("Export-ViamFocus -Format ", "Csv", "Parquet")]
    [InlineData("Export-ViamFocus -FocusVersion ", "1.2", "1.3", "1.4")]
    [InlineData("Compare-ViamUsage -With Last", "LastMonth", "LastWeek")]
    [InlineData("New-ViamCharge -ResendAfter ", "00:10:00", "00:30:00", "01:00:00")]
    [InlineData("Save-ViamUsageSnapshot -MinimumInterval 0", "0", "01:00:00", "06:00:00")]
    public void ValuesOfOtherParametersAreListedWithoutASession(string typed, params string[] expected) =>
        Assert.Equal(expected, Complete(typed).Select(offer => offer.CompletionText));

    [Fact]
    public void BillingTiersAreListedFromService()
    {
        ConnectAsBillingAdmin();
        var tiers = Get<AvailableBillingTier>("Get-ViamBillingTier");

        Assert.Equal(
            tiers.Select(tier => tier.BillingTier).Order(StringComparer.OrdinalIgnoreCase),
            Complete("Set-ViamBillingTier -BillingTier ").Select(offer => offer.CompletionText)
        );
    }

    [Fact]
    public void SessionCompletesVariablesWithOpenSession()
    {
        Connect();
        RunSuccessfully(
            "$one = Connect-ViamBilling -Sandbox -PassThru; $other = Connect-ViamBilling -Sandbox "
                + "-PassThru; Disconnect-ViamBilling $other; $ob = 1"
        );

        Assert.Equal(
            [("$one", "sandbox")],
            Complete("Get-ViamOrganization -Session o").Select(offer => (offer.CompletionText, offer.ToolTip))
        );
        Assert.Equal(
            [("$one", "sandbox")],
            Complete("Disconnect-ViamBilling -Session ").Select(offer => (offer.CompletionText, offer.ToolTip))
        );
    }

    [Fact]
    public void CompletionUsesSpecifiedSession()
    {
        Connect();
        RunSuccessfully("$one = Connect-ViamBilling -Sandbox -PassThru");

        Assert.Equal(6, Complete("Get-ViamInvoice -Session $one -OrganizationId ").Count);
        Assert.Equal(0, CountRequests("ListOrganizations"));
    }

    [Fact]
    public void CompletionWithoutSessionIsEmptyAndWritesNoError()
    {
        Assert.Empty(Complete("Get-ViamInvoice -InvoiceId "));
        Assert.Empty(RunSuccessfully("$Error"));
    }

    [Fact]
    public void CompletionReturnsEarlyWhenServiceDoesNotRespond()
    {
        Connect();
        HangingRequest.At(Server, "ListOrganizations");
        Complete("Get-ViamInvoice -Status ");

        var clock = Stopwatch.StartNew();
        Assert.Empty(Complete("Get-ViamInvoice -OrganizationId "));

        // Much less than the session's timeout of 30 seconds; the exact time depends on the machine.
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));
        Assert.Empty(RunSuccessfully("$Error"));
    }

    [Fact]
    public void FailedCompletionWritesNoErrorAndIsRetried()
    {
        Connect();
        Server.Faults.Before = static context => throw new RpcException(new Status(StatusCode.PermissionDenied, "no"));
        Assert.Empty(Complete("Get-ViamInvoice -OrganizationId "));
        Assert.Empty(RunSuccessfully("$Error"));

        Server.Faults.Before = null;
        Assert.Equal(6, Complete("Get-ViamInvoice -OrganizationId ").Count);
    }

    /// <summary>Lets the server list other organizations.</summary>
    private void List(params (string Id, string Name)[] organizations) =>
        Server.Faults.Rewrite = response =>
            response is ListOrganizationsResponse
                ? new ListOrganizationsResponse
                {
                    Organizations =
                    {
                        organizations.Select(organization => new Viam.Billing.Contract.Organization
                        {
                            Id = organization.Id,
                            Name = organization.Name,
                        }),
                    },
                }
                : response;

    private static GetInvoicesSummaryResponse With(string status)
    {
        var response = new GetInvoicesSummaryResponse();
        response.Invoices.Add(new InvoiceSummary { Id = "inv-1", Status = status });
        return response;
    }

    /// <summary>Returns the completions without PowerShell's fallback to file names.</summary>
    private IReadOnlyList<CompletionResult> Complete(string typed)
    {
        using var shell = PowerShell.Create(Engine.Runspace);
        return
        [
            .. CommandCompletion
                .CompleteInput(typed, typed.Length, null, shell)
                .CompletionMatches.Where(match =>
                    match.ResultType
                        is not (CompletionResultType.ProviderItem or CompletionResultType.ProviderContainer)
                ),
        ];
    }
}
