using System.Management.Automation;
using Viam.Billing.Contract;
using Viam.Billing.Sandbox.SeedData;
using Viam.Billing.Sandbox.Services;
using Viam.Billing.Tests.Support.Servers;

namespace Viam.Billing.Tests.Commands;

/// <summary>Output of the read cmdlets: property names, their order, and the values sent by the server.</summary>
public sealed class ReadTests : CmdletTest
{
    private static readonly DateTime s_now = DateTime.UtcNow;
    private static readonly DateTime s_monthStart = new(s_now.Year, s_now.Month, 1, 0, 0, 0, DateTimeKind.Utc);

    private protected override void Prepare() => Connect();

    [Fact]
    public void OrganizationHasExpectedProperties()
    {
        var acme = Assert.Single(RunSuccessfully("Get-ViamOrganization $id", ("id", "Acme Robotics")));

        AssertProperties(acme, "OrganizationId Name CreatedOn PublicNamespace DefaultRegion Cid");
        Assert.Equal(SandboxOrganizations.Acme, Property<string>(acme, "OrganizationId"));
        Assert.Equal("Acme Robotics", Property<string>(acme, "Name"));
        AssertUtc(s_monthStart.AddMonths(-41).AddDays(11).AddHours(15.5), acme, "CreatedOn");
        Assert.Equal("acme-robotics", Property<string>(acme, "PublicNamespace"));
        Assert.Equal("us-central", Property<string>(acme, "DefaultRegion"));
        Assert.Equal("C-10427", Property<string>(acme, "Cid"));
    }

    [Fact]
    public void MissingOrganizationFieldsAreNull()
    {
        var lumiere = Assert.Single(
            Get<Organization>($"Get-ViamOrganization -OrganizationId {SandboxOrganizations.Lumiere}")
        );

        Assert.Equal("Lumière Fulfillment", lumiere.Name);
        Assert.Null(lumiere.PublicNamespace);
        Assert.Null(lumiere.DefaultRegion);
        Assert.Null(lumiere.Cid);
    }

    [Fact]
    public void OrganizationsAreReturnedInServiceOrder() =>
        Assert.Equal(
            Owned,
            Get<Organization>("Get-ViamOrganization").Select(organization => organization.OrganizationId)
        );

    [Fact]
    public void OrganizationsByIdAreReturnedInRequestedOrder()
    {
        string[] ids = [SandboxOrganizations.Fernhill, SandboxOrganizations.Acme];

        Assert.Equal(
            ids,
            Get<Organization>("Get-ViamOrganization -OrganizationId $ids", ("ids", ids))
                .Select(organization => organization.OrganizationId)
        );
        Assert.Equal(
            ids,
            Requests<GetOrganizationRequest>()
                .Select(request => request.OrganizationId)
                .OrderBy(id => Array.IndexOf(ids, id))
        );
    }

    [Theory]
    [InlineData("Acme*", "Acme Robotics")]
    [InlineData("acme robotics", "Acme Robotics")]
    [InlineData("*orchard*", "Cascade Orchards")]
    [InlineData("[AB]*", "Acme Robotics", "Bluewater Marine Survey")]
    [InlineData("lumi?re*", "Lumière Fulfillment")]
    [InlineData("Fernhill Dairy (Vermont)", "Fernhill Dairy (Vermont)")]
    [InlineData("nothing like this*")]
    public void OrganizationsAreFilteredByName(string name, params string[] expected) =>
        Assert.Equal(
            expected,
            Get<Organization>("Get-ViamOrganization -Name $name", ("name", name))
                .Select(organization => organization.Name)
        );

    [Fact]
    public void MissingOrganizationNameWritesErrorAndOthersAreReturned()
    {
        var run = Run("Get-ViamOrganization 'Cascade Orchards', 'Meridian Labs', 'Acme*'");

        Assert.Equal(
            ["Acme Robotics", "Cascade Orchards"],
            run.Of<Organization>().Select(organization => organization.Name)
        );
        AssertError(run.OnlyError, "OrganizationNotFound", ErrorCategory.ObjectNotFound, "Meridian Labs");
    }

    [Fact]
    public void InvoiceHasExpectedProperties()
    {
        var invoice = RunSuccessfully($"Get-ViamInvoice {SandboxOrganizations.Bluewater}")[1];

        AssertProperties(
            invoice,
            "OrganizationName OrganizationId InvoiceId InvoiceDate Amount Status DueDate PaidDate "
                + "IsOverdue IsPaymentInProgress "
                + "LastPaymentFailureReason LastPaymentFailureDate"
        );
        var date = s_monthStart.AddMonths(-2);
        Assert.Equal(SandboxOrganizations.Bluewater, Property<string>(invoice, "OrganizationId"));
        Assert.True(Guid.TryParse(Property<string>(invoice, "InvoiceId"), out _));
        AssertUtc(date, invoice, "InvoiceDate");
        Assert.InRange(Property<decimal>(invoice, "Amount"), 300m, 450m);
        Assert.Equal("outstanding", Property<string>(invoice, "Status"));
        AssertUtc(date.AddDays(30), invoice, "DueDate");
        Assert.Null(invoice.Properties["PaidDate"].Value);
        Assert.Equal(date.AddDays(30) < s_now, Property<bool>(invoice, "IsOverdue"));
        Assert.Equal("processing_error", Property<string>(invoice, "LastPaymentFailureReason"));
        AssertUtc(date.AddDays(2).AddHours(9.5), invoice, "LastPaymentFailureDate");
    }

    [Fact]
    public void InvoicesAreReturnedAsSentByServer()
    {
        Server.Faults.Rewrite = response => response is GetInvoicesSummaryResponse ? Invoices.Response : response;

        var invoices = Get<Invoice>($"Get-ViamInvoice {SandboxOrganizations.Acme}");

        Assert.Equal(Invoices.All, invoices.Select(invoice => invoice.InvoiceId));
        Assert.Equal([10.1m, 20.2m, 30.3m, 40.4m, 50.5m], invoices.Select(invoice => invoice.Amount!.Value));
        Assert.Equal([true, false, false, false, true], invoices.Select(invoice => invoice.IsOverdue));
        Assert.Equal("in_dispute", invoices[^1].Status);
    }

    [Fact]
    public void OutstandingBalanceHasExpectedProperties()
    {
        Server.Faults.Rewrite = response => response is GetInvoicesSummaryResponse ? Invoices.Response : response;

        var balance = Assert.Single(RunSuccessfully($"Get-ViamOutstandingBalance {SandboxOrganizations.Acme}"));

        AssertProperties(
            balance,
            "OrganizationName OrganizationId OutstandingBalance InvoiceCount UnpaidInvoiceCount "
                + "InProcessInvoiceCount OverdueInvoiceCount"
        );
        Assert.Equal(SandboxOrganizations.Acme, Property<string>(balance, "OrganizationId"));
        Assert.Equal(60.6m, Property<decimal>(balance, "OutstandingBalance"));
        Assert.Equal(5, Property<int>(balance, "InvoiceCount"));
        Assert.Equal(3, Property<int>(balance, "UnpaidInvoiceCount"));
        Assert.Equal(1, Property<int>(balance, "InProcessInvoiceCount"));
        Assert.Equal(2, Property<int>(balance, "OverdueInvoiceCount"));
    }

    [Fact]
    public void OutstandingBalanceIsSumOfUnpaidInvoices()
    {
        var unpaid = Get<Invoice>($"Get-ViamInvoice {SandboxOrganizations.Lumiere} -Status outstanding");
        var balance = Assert.Single(
            Get<OrganizationBalance>($"Get-ViamOutstandingBalance {SandboxOrganizations.Lumiere}")
        );

        Assert.Equal(unpaid.Sum(invoice => invoice.Amount), balance.OutstandingBalance);
        Assert.Equal((4, 4), (balance.InvoiceCount, balance.UnpaidInvoiceCount));
    }

    [Fact]
    public void CurrentMonthUsageHasExpectedProperties()
    {
        Server.Faults.Rewrite = response =>
            response is GetCurrentMonthUsageResponse usage ? WithKnownCosts(usage) : response;

        var before = DateTime.UtcNow;
        var usage = Assert.Single(RunSuccessfully($"Get-ViamCurrentMonthUsage {SandboxOrganizations.Acme}"));

        AssertProperties(
            usage,
            "OrganizationName OrganizationId ReadAt StartDate EndDate TotalWithoutDiscount Discount "
                + "TotalWithDiscount OtherCharges Subtotal "
                + "AmountDue"
        );
        Assert.Equal(SandboxOrganizations.Acme, Property<string>(usage, "OrganizationId"));
        AssertUtc(s_monthStart, usage, "StartDate");
        AssertUtc(s_monthStart.AddMonths(1), usage, "EndDate");
        Assert.Equal(99.95m, Property<decimal>(usage, "Subtotal"));
        Assert.Equal(0.3m, Property<decimal>(usage, "Discount"));
        Assert.Equal(5.7m, Property<decimal>(usage, "TotalWithDiscount"));
        Assert.Equal(6m, Property<decimal>(usage, "TotalWithoutDiscount"));
        Assert.Equal(94.25m, Property<decimal>(usage, "OtherCharges"));
        Assert.Equal(99.95m, Property<decimal>(usage, "AmountDue"));
        Assert.Equal(DateTimeKind.Utc, Property<DateTime>(usage, "ReadAt").Kind);
        Assert.InRange(Property<DateTime>(usage, "ReadAt"), before, DateTime.UtcNow);
    }

    [Fact]
    public void CurrentMonthUsageByResourceReturnsRowsThatAddUpToSubtotal()
    {
        Server.Faults.Rewrite = response =>
            response is GetCurrentMonthUsageResponse usage ? WithKnownCosts(usage) : response;

        var rows = RunSuccessfully($"Get-ViamCurrentMonthUsage {SandboxOrganizations.Acme} -ByResource");

        Assert.Equal(4, rows.Count);
        Assert.Equal(99.95m, rows.Sum(static row => Property<decimal>(row, "NetCost")));
        Assert.All(
            rows,
            row =>
            {
                AssertProperties(
                    row,
                    "OrganizationName OrganizationId ReadAt StartDate EndDate SourceType TierName "
                        + "ResourceType Cost Discount NetCost"
                );
                Assert.Equal(SandboxOrganizations.Acme, Property<string>(row, "OrganizationId"));
                AssertUtc(s_monthStart, row, "StartDate");
                AssertUtc(s_monthStart.AddMonths(1), row, "EndDate");
            }
        );
        Assert.Equal(
            [
                ("Org", "gold", "PerMachine", 1.1m, 0.1m, 1m),
                ("Org", "gold", "LogsEgress", 2.2m, 0.2m, 2m),
                ("Fragment", "blue", "Unknown(99)", 2.7m, 0m, 2.7m),
                (null, null, "Other", 94.25m, 0m, 94.25m),
            ],
            rows.Select(row =>
                (
                    Property<string?>(row, "SourceType"),
                    Property<string?>(row, "TierName"),
                    Property<string>(row, "ResourceType"),
                    Property<decimal>(row, "Cost"),
                    Property<decimal>(row, "Discount"),
                    Property<decimal>(row, "NetCost")
                )
            )
        );
    }

    [Fact]
    public void CardPaymentMethodHasExpectedProperties()
    {
        var information = Information(SandboxOrganizations.Acme);

        AssertProperties(information, BillingInformationProperties);
        AssertValues(
            information,
            ("OrganizationName", "Acme Robotics"),
            ("OrganizationId", SandboxOrganizations.Acme),
            ("PaymentMethodType", "Card"),
            ("PaymentMethod", "visa 4242"),
            ("BillingEmail", "billing@acme-robotics.example"),
            ("CardBrand", "visa"),
            ("CardLastFourDigits", "4242")
        );
    }

    [Fact]
    public void UnverifiedBankAccountHasExpectedProperties()
    {
        var information = Assert.Single(
            RunSuccessfully($"Get-ViamBillingInformation {SandboxOrganizations.Bluewater} -IncludeRoutingNumber")
        );

        AssertProperties(information, BillingInformationProperties);
        AssertUtc(DateTime.UtcNow.Date.AddDays(2), information, "BankVerificationArrivalDate");
        AssertValues(
            information,
            ("OrganizationName", "Bluewater Marine Survey"),
            ("OrganizationId", SandboxOrganizations.Bluewater),
            ("PaymentMethodType", "UsBankAccount"),
            ("PaymentMethod", "First Tidewater Bank 6789"),
            ("BillingEmail", "accounts@bluewater-survey.example"),
            ("BankName", "First Tidewater Bank"),
            ("BankAccountLastFourDigits", "6789"),
            ("BankRoutingNumber", "110000000"),
            ("BankAccountType", "checking"),
            ("BankVerificationArrivalDate", Property<DateTime>(information, "BankVerificationArrivalDate")),
            ("BankVerificationUrl", "https://payments.sandbox.example/verify/bluewater")
        );
    }

    [Fact]
    public void CardWithoutDetailsHasNoCardProperties() =>
        AssertValues(
            Information(SandboxOrganizations.Fernhill),
            ("OrganizationName", "Fernhill Dairy (Vermont)"),
            ("OrganizationId", SandboxOrganizations.Fernhill),
            ("PaymentMethodType", "Card"),
            ("PaymentMethod", "Card"),
            ("BillingEmail", "owner@fernhill-dairy.example")
        );

    [Fact]
    public void MissingPaymentMethodIsUnspecified() =>
        AssertValues(
            Information(SandboxOrganizations.Lumiere),
            ("OrganizationName", "Lumière Fulfillment"),
            ("OrganizationId", SandboxOrganizations.Lumiere),
            ("PaymentMethodType", "Unspecified"),
            ("BillingEmail", "office@lumiere-fulfillment.example")
        );

    [Fact]
    public void BillingTierIsReturnedToBillingAdmins()
    {
        ConnectAsBillingAdmin();

        Assert.Equal("enterprise", Property<string>(Information(SandboxOrganizations.Acme), "BillingTier"));
    }

    [Fact]
    public void LocationHasExpectedProperties()
    {
        var location = Assert.Single(
            RunSuccessfully($"Get-ViamLocation {SandboxOrganizations.Acme} -Name 'assembly *'")
        );

        AssertProperties(
            location,
            "OrganizationName OrganizationId LocationId Name ParentLocationId RobotCount "
                + "PrimaryOrganizationId PrimaryOrganizationName CreatedOn"
        );
        Assert.Equal(DateTimeKind.Utc, Property<DateTime>(location, "CreatedOn").Kind);
        var created = location.Properties["CreatedOn"].Value;
        AssertValues(
            location,
            ("OrganizationName", "Acme Robotics"),
            ("OrganizationId", SandboxOrganizations.Acme),
            ("LocationId", SandboxLocations.AcmeAssemblyLine),
            ("Name", "Assembly Line"),
            ("ParentLocationId", SandboxLocations.AcmeFactory),
            ("RobotCount", 31),
            ("PrimaryOrganizationId", SandboxOrganizations.Acme),
            ("PrimaryOrganizationName", "Acme Robotics"),
            ("CreatedOn", created)
        );
    }

    [Fact]
    public void SharedLocationHasRequestedAndPrimaryOrganization()
    {
        var location = Assert.Single(Get<Location>($"Get-ViamLocation {SandboxOrganizations.Harborlight} 'Test Yard'"));

        Assert.Equal(
            (SandboxOrganizations.Harborlight, SandboxOrganizations.Acme),
            (location.OrganizationId, location.PrimaryOrganizationId)
        );
        Assert.Null(location.ParentLocationId);
    }

    [Theory]
    [InlineData("*Orchard", "North Orchard", "South Orchard")]
    [InlineData("packing shed", "Packing Shed")]
    [InlineData("none*")]
    public void LocationsAreFilteredByName(string name, params string[] expected) =>
        Assert.Equal(
            expected,
            Get<Location>($"Get-ViamLocation {SandboxOrganizations.Cascade} $name", ("name", name))
                .Select(location => location.Name)
        );

    [Fact]
    public void LocationNameIsSearchedAcrossAllOrganizations()
    {
        var run = Run("$ids | Get-ViamLocation -Name 'Home Port', 'Feed Barn', Nowhere", ("ids", Owned));

        Assert.Equal(["Home Port", "Feed Barn"], run.Of<Location>().Select(location => location.Name));
        AssertError(run.OnlyError, "LocationNotFound", ErrorCategory.ObjectNotFound, "Nowhere");
    }

    [Fact]
    public void MissingLocationIsNotReportedWhenAnOrganizationCannotBeRead()
    {
        var run = Run($"Get-ViamLocation {SandboxOrganizations.Acme}, {UnknownOrganizationId} -Name Nowhere");

        AssertError(run.OnlyError, "OrganizationNotFound", ErrorCategory.ObjectNotFound, UnknownOrganizationId);
    }

    [Fact]
    public void AvailableBillingTiersAreReturned()
    {
        ConnectAsBillingAdmin();

        var tiers = RunSuccessfully("Get-ViamBillingTier");

        Assert.All(tiers, tier => AssertProperties(tier, "BillingTier"));
        Assert.Equal(SandboxState.Tiers, tiers.Select(tier => Property<string>(tier, "BillingTier")));
    }

    private const string BillingInformationProperties =
        "OrganizationName OrganizationId PaymentMethodType PaymentMethod BillingEmail BillingTier "
        + "CardBrand CardLastFourDigits BankName BankAccountLastFourDigits BankRoutingNumber "
        + "BankAccountType BankVerificationArrivalDate BankVerificationUrl";

    private PSObject Information(string organizationId) =>
        Assert.Single(RunSuccessfully($"Get-ViamBillingInformation {organizationId}"));

    private static GetCurrentMonthUsageResponse WithKnownCosts(GetCurrentMonthUsageResponse usage)
    {
        usage.Subtotal = 99.95;
        usage.ResourceUsageCostsBySource.Clear();
        usage.ResourceUsageCostsBySource.Add(
            Source(SourceType.Org, "gold", 0.3, (UsageCostType.PerMachine, 1.1), (UsageCostType.LogsEgress, 2.2))
        );
        usage.ResourceUsageCostsBySource.Add(Source(SourceType.Fragment, "blue", 0, ((UsageCostType)99, 2.7)));
        return usage;
    }

    private static ResourceUsageCostsBySource Source(
        SourceType type,
        string tier,
        double discount,
        params (UsageCostType Type, double Cost)[] costs
    ) =>
        new()
        {
            SourceType = type,
            TierName = tier,
            ResourceUsageCosts = new ResourceUsageCosts
            {
                UsageCosts = { costs.Select(cost => new UsageCost { ResourceType = cost.Type, Cost = cost.Cost }) },
                Discount = discount,
                TotalWithDiscount = costs.Sum(cost => cost.Cost) - discount,
                TotalWithoutDiscount = costs.Sum(cost => cost.Cost),
            },
        };

    private static void AssertProperties(PSObject item, string names) =>
        Assert.Equal(names.Split(' '), item.Properties.Select(property => property.Name));

    /// <summary>Verifies these values, and that all other properties are null.</summary>
    private static void AssertValues(PSObject item, params (string Name, object Value)[] expected) =>
        Assert.Equal(
            expected,
            item.Properties.Where(property => property.Value is not null)
                .Select(property => (property.Name, property.Value))
        );

    private static void AssertUtc(DateTime expected, PSObject item, string name)
    {
        var time = Property<DateTime>(item, name);
        Assert.Equal(expected, time);
        Assert.Equal(DateTimeKind.Utc, time.Kind);
    }
}
