using System.Management.Automation;
using Viam.Billing.Contract;
using Viam.Billing.Sandbox.SeedData;
using Viam.Billing.Tests.Support.Servers;
using static Viam.Billing.Tests.Commands.Invoices;

namespace Viam.Billing.Tests.Commands;

public sealed class InvoiceFilterTests : CmdletTest
{
    private protected override void Prepare()
    {
        Connect();
        Server.Faults.Rewrite = static response => response is GetInvoicesSummaryResponse ? Response : response;
    }

    [Theory]
    [InlineData("", January, March, February, Processing, Undated)]
    [InlineData("-InvoiceId inv-2025-03", March)]
    [InlineData("-InvoiceId INV-2025-03", March)]
    [InlineData("-InvoiceId inv-2025-03, inv-2025-01", January, March)]
    [InlineData("-InvoiceId inv-2025-*", January, March, February)]
    [InlineData("-InvoiceId inv-2025-0[12], odd*", January, February, Undated)]
    [InlineData("-InvoiceId nothing*")]
    [InlineData("-Status paid", March, February)]
    [InlineData("-Status PAID, outstanding", January, March, February)]
    [InlineData("-Status *p*", March, February, Processing, Undated)]
    [InlineData("-Status in_dispute", Undated)]
    [InlineData("-After 2025-02-01", March, February, Processing)]
    [InlineData("-After 2025-02-01T00:00:01", March, Processing)]
    [InlineData("-Before 2025-02-01", January)]
    [InlineData("-Before 2025-02-01T00:00:01", January, February)]
    [InlineData("-After 2025-02-01 -Before 2025-03-01", February)]
    [InlineData("-Overdue", January, Undated)]
    [InlineData("-Latest 2", Processing, March)]
    [InlineData("-Latest 99", Processing, March, February, January, Undated)]
    [InlineData("-Status paid -Latest 1", March)]
    [InlineData("-Overdue -After 2025-01-01", January)]
    [InlineData("-Overdue -Status paid")]
    [InlineData("-InvoiceId inv-* -Status paid -Before 2025-03-01", February)]
    [InlineData("-InvoiceId inv-2025-03 -Status outstanding")]
    [InlineData("-InvoiceId inv-2025-03 -Before 2025-01-01")]
    public void InvoicesThatMatchAllFiltersAreReturned(string filters, params string[] expected) =>
        Assert.Equal(expected, Ids(filters));

    [Fact]
    public void MissingInvoiceIdWritesInvoiceNotFoundError()
    {
        var run = Run($"Get-ViamInvoice {SandboxOrganizations.Acme} -InvoiceId inv-2025-01, gone, gone, none*");

        Assert.Equal([January], run.Of<Invoice>().Select(invoice => invoice.InvoiceId));
        AssertError(run.OnlyError, "InvoiceNotFound", ErrorCategory.ObjectNotFound, "gone");
    }

    [Fact]
    public void InvoiceFoundInOneOrganizationIsNotReportedMissingInOthers()
    {
        Server.Faults.Rewrite = null;
        var wanted = Get<Invoice>($"Get-ViamInvoice {SandboxOrganizations.Cascade} -Latest 1")[0];

        var found = Assert.Single(
            Get<Invoice>("$ids | Get-ViamInvoice -InvoiceId $id", ("ids", Owned), ("id", wanted.InvoiceId))
        );

        Assert.Equal((SandboxOrganizations.Cascade, wanted.InvoiceId), (found.OrganizationId, found.InvoiceId));
    }

    [Fact]
    public void MissingInvoiceIsNotReportedWhenAnOrganizationCannotBeRead()
    {
        var run = Run($"Get-ViamInvoice {SandboxOrganizations.Acme}, {UnknownOrganizationId} -InvoiceId gone");

        AssertError(run.OnlyError, "OrganizationNotFound", ErrorCategory.ObjectNotFound, UnknownOrganizationId);
    }

    [Fact]
    public void PipedInvoicesAreReadAgain()
    {
        Server.Faults.Rewrite = null;

        var again = Get<Invoice>(
            $"Get-ViamInvoice {SandboxOrganizations.Cascade}, {SandboxOrganizations.Fernhill} -Latest 2 "
                + "| Get-ViamInvoice"
        );

        Assert.Equal(4, again.Select(invoice => invoice.InvoiceId).Distinct().Count());
        Assert.Equal(
            [
                SandboxOrganizations.Cascade,
                SandboxOrganizations.Cascade,
                SandboxOrganizations.Fernhill,
                SandboxOrganizations.Fernhill,
            ],
            again.Select(invoice => invoice.OrganizationId)
        );
    }

    [Fact]
    public void LatestReturnsNewestInvoicesPerOrganizationInInputOrder()
    {
        Server.Faults.Rewrite = null;
        string[] organizations = [SandboxOrganizations.Fernhill, SandboxOrganizations.Acme];

        var invoices = Get<Invoice>("$ids | Get-ViamInvoice -Latest 3", ("ids", organizations));

        Assert.Equal(
            organizations.SelectMany(id => new[] { id, id, id }),
            invoices.Select(invoice => invoice.OrganizationId)
        );
        var newest = DateTime.UtcNow.Date.AddDays(1 - DateTime.UtcNow.Day).AddMonths(-1);
        Assert.Equal(
            [newest, newest.AddMonths(-1), newest.AddMonths(-2), newest, newest.AddMonths(-1), newest.AddMonths(-2)],
            invoices.Select(invoice => invoice.InvoiceDate!.Value)
        );
    }

    [Theory]
    [InlineData(DateTimeKind.Utc)]
    [InlineData(DateTimeKind.Unspecified)]
    [InlineData(DateTimeKind.Local)]
    public void DateFiltersSelectSameInvoicesForEveryDateTimeKind(DateTimeKind kind) =>
        RunInNewYorkTimeZone(() =>
        {
            var moment =
                kind == DateTimeKind.Local
                    ? FirstOfFebruary.ToLocalTime()
                    : DateTime.SpecifyKind(FirstOfFebruary, kind);

            Assert.Equal([March, February, Processing], Ids("-After $moment", ("moment", moment)));
            Assert.Equal([January], Ids("-Before $moment", ("moment", moment)));
            Assert.Equal([March, Processing], Ids("-After $moment", ("moment", moment.AddTicks(1))));
            Assert.Equal([January, February], Ids("-Before $moment", ("moment", moment.AddTicks(1))));
        });

    [Theory]
    [InlineData("-After 2025-03-01 -Before 2025-02-01")]
    [InlineData("-After 2025-03-01 -Before 2025-03-01")]
    public void InvalidDateRangeIsRejectedBeforeSending(string dates)
    {
        var run = Run($"Get-ViamInvoice {SandboxOrganizations.Acme} {dates}");

        AssertError(run.OnlyError, "InvalidDateRange", ErrorCategory.InvalidArgument, new DateTime(2025, 3, 1));
        Assert.Equal(0, CountRequests("GetInvoicesSummary"));
    }

    [Fact]
    public void DatesOfDifferentKindsAreComparedInUtc() =>
        RunInNewYorkTimeZone(() =>
        {
            // In winter, midnight UTC is 19:00 of the previous day in New York.
            var local = FirstOfFebruary.ToLocalTime();
            Assert.Equal(new DateTime(2025, 1, 31, 19, 0, 0), local);

            Assert.Equal(
                [February],
                Ids("-After $after -Before $before", ("after", local), ("before", FirstOfFebruary.AddHours(1)))
            );
            Assert.Equal(
                [February],
                Ids("-After $after -Before $before", ("after", FirstOfFebruary), ("before", local.AddHours(1)))
            );
            AssertError(
                Run(
                    $"Get-ViamInvoice {SandboxOrganizations.Acme} -After $after -Before $before",
                    ("after", FirstOfFebruary),
                    ("before", local)
                ).OnlyError,
                "InvalidDateRange",
                ErrorCategory.InvalidArgument,
                FirstOfFebruary
            );
        });

    [Theory]
    [InlineData("-Latest 0")]
    [InlineData("-Latest -1")]
    [InlineData("-Status ''")]
    [InlineData("-InvoiceId ''")]
    public void InvalidFilterValueIsRejectedBeforeSending(string filter)
    {
        Assert.StartsWith(
            "ParameterArgumentValidationError",
            Run($"Get-ViamInvoice {SandboxOrganizations.Acme} {filter}").OnlyError.FullyQualifiedErrorId
        );
        Assert.Equal(0, CountRequests("GetInvoicesSummary"));
    }

    private IEnumerable<string> Ids(string filters, params (string Name, object? Value)[] variables) =>
        Get<Invoice>($"Get-ViamInvoice {SandboxOrganizations.Acme} {filters}", variables)
            .Select(invoice => invoice.InvoiceId);

    private static void RunInNewYorkTimeZone(Action test)
    {
        var zone = Environment.GetEnvironmentVariable("TZ");
        Environment.SetEnvironmentVariable("TZ", "America/New_York");
        TimeZoneInfo.ClearCachedData();
        try
        {
            Assert.SkipWhen(
                TimeZoneInfo.Local.BaseUtcOffset != TimeSpan.FromHours(-5),
                "This system does not take its time zone from TZ."
            );
            test();
        }
        finally
        {
            Environment.SetEnvironmentVariable("TZ", zone);
            TimeZoneInfo.ClearCachedData();
        }
    }
}
