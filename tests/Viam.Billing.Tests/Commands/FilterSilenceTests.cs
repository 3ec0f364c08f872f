using System.Management.Automation;
using Google.Protobuf.WellKnownTypes;
using Viam.Billing.Contract;
using Viam.Billing.Sandbox.SeedData;
using Viam.Billing.Tests.Support;
using OrganizationMessage = Viam.Billing.Contract.Organization;

namespace Viam.Billing.Tests.Commands;

/// <summary>
/// A filter value that can't be meant is reported, and a filter that matches everything excludes nothing.
/// </summary>
public sealed class FilterSilenceTests : CmdletTest
{
    private const string Acme = SandboxOrganizations.Acme;
    private readonly TemporaryFolder _folder = new();

    private protected override void Prepare()
    {
        Connect("-OrganizationId " + Acme);
        Engine.Runspace.SessionStateProxy.SetVariable("folder", _folder.FullName);
        Server.Faults.Rewrite = static response =>
            response switch
            {
                GetInvoicesSummaryResponse => new GetInvoicesSummaryResponse
                {
                    Invoices =
                    {
                        new InvoiceSummary { Id = "paid", Status = "Paid" },
                        new InvoiceSummary { Id = "disputed", Status = "in_dispute" },
                        new InvoiceSummary { Id = "none" },
                        new InvoiceSummary { Id = "odd[1", Status = "odd[1" },
                    },
                },
                ListOrganizationsResponse => new ListOrganizationsResponse
                {
                    Organizations =
                    {
                        new OrganizationMessage { Id = Acme, Name = "Acme [EU" },
                        new OrganizationMessage { Id = SandboxOrganizations.Cascade },
                    },
                },
                ListLocationsResponse => new ListLocationsResponse
                {
                    Locations =
                    {
                        new Contract.Location { Id = "a", Name = "Plant [1" },
                        new Contract.Location { Id = "b" },
                    },
                },
                _ => response,
            };
    }

    private protected override void CleanUp() => _folder.Dispose();

    [Theory]
    [InlineData("payed", "'payed'", " Did you mean 'paid'?")]
    [InlineData("paid, payed, late", "'payed', 'late'", " Did you mean 'paid'?")]
    [InlineData("payed, overdue", "'payed', 'overdue'", " Did you mean 'paid'? To get overdue invoices, use -Overdue.")]
    [InlineData("outst", "'outst'", " Did you mean 'outstanding'?")]
    [InlineData("xyz*", "'xyz*'", "")]
    public void UnknownStatusWithoutMatchesIsReported(string status, string named, string question)
    {
        var run = Run($"Get-ViamInvoice -Status {status}");

        Assert.Equal(
            $"No invoice has the status {named}.{question} Known statuses: in_dispute, odd[1, outstanding, "
                + "paid, payment_processing.",
            Assert.Single(run.Warnings)
        );
        Assert.Empty(run.Errors);
    }

    [Theory]
    [InlineData("outstanding")]
    [InlineData("PAYMENT_*")]
    [InlineData("in_dispute")]
    [InlineData("IN_DISPUTE -After 2030-01-01")]
    [InlineData("in_dispute -InvoiceId paid")]
    [InlineData("paid")]
    public void KnownStatusWithoutMatchesIsNotReported(string status) =>
        RunSuccessfully($"Get-ViamInvoice -Status {status}");

    [Fact]
    public void StatusIsReportedOnceForManyOrganizations()
    {
        var run = Run("$ids | Get-ViamInvoice -Status payed", ("ids", Owned));

        Assert.Single(run.Warnings);
    }

    [Fact]
    public void WildcardForEverythingIncludesMissingValues()
    {
        Assert.Equal(4, Get<Invoice>("Get-ViamInvoice -Status *").Count);
        Assert.Equal(2, Get<Organization>("Get-ViamOrganization -Name *").Count);
        Assert.Equal(2, Get<Location>("Get-ViamLocation -Name '**'").Count);
        Assert.Equal(3, Get<Invoice>("Get-ViamInvoice -Status ?*").Count);
    }

    [Theory]
    [InlineData("Get-ViamInvoice -InvoiceId 'odd[1'")]
    [InlineData("Get-ViamInvoice -Status 'odd[1'")]
    [InlineData("Get-ViamOrganization 'acme [eu'")]
    [InlineData("Get-ViamLocation -Name 'Plant [1'")]
    public void UnclosedBracketInAnExistingNameIsThatName(string script) => Assert.Single(RunSuccessfully(script));

    [Theory]
    [InlineData("Get-ViamInvoice -InvoiceId 'x[1'")]
    [InlineData("Get-ViamInvoice -Status 'x[1'")]
    [InlineData("Get-ViamOrganization 'x[1'")]
    [InlineData("Get-ViamLocation -Name 'x[1'")]
    public void UnclosedBracketWritesOneError(string script)
    {
        var run = Run(script);

        AssertError(run.OnlyError, "WildcardPatternInvalid", ErrorCategory.InvalidArgument, "x[1");
        Assert.Equal(
            "'x[1' isn't a valid wildcard pattern, and nothing with this exact name was found.",
            run.OnlyError.Exception.Message
        );
        Assert.Empty(run.Output);
        Assert.Empty(run.Warnings);
    }

    [Fact]
    public void ControlCharactersOfAPatternAreVisibleInItsError() =>
        Assert.DoesNotContain(
            "\u001b",
            Run("Get-ViamOrganization $name", ("name", "\u001b[31m[x")).OnlyError.Exception.Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void UnclosedBracketInAPathIsTakenLiterally()
    {
        Server.Faults.Pdf = static (_, send) => send(Google.Protobuf.ByteString.CopyFromUtf8("%PDF-1.7"));
        Directory.CreateDirectory(Path.Combine(_folder.FullName, "pdfs [new"));

        RunSuccessfully("Save-ViamInvoicePdf a \"$folder/pdfs [new\"");
        Assert.True(File.Exists(Path.Combine(_folder.FullName, "pdfs [new", "a.pdf")));
        RunSuccessfully("Save-ViamInvoicePdf a \"$folder/one [1.pdf\"");
        Assert.True(File.Exists(Path.Combine(_folder.FullName, "one [1.pdf")));
        AssertError(
            Run("Get-ViamChargeLedger \"$folder/none [1\"").OnlyError,
            "LedgerNotFound",
            ErrorCategory.ObjectNotFound,
            _folder.FullName + "/none [1"
        );
    }

    [Theory]
    [InlineData("Outstanding")]
    [InlineData("OUTSTANDING")]
    public void FailedPaymentIsDetectedWhateverTheCaseOfItsStatus(string status)
    {
        Server.Faults.Rewrite = response =>
            response is GetInvoicesSummaryResponse
                ? new GetInvoicesSummaryResponse
                {
                    Invoices =
                    {
                        new InvoiceSummary
                        {
                            Id = "a",
                            Status = status,
                            InvoiceDate = new Timestamp(),
                        },
                    },
                }
                : response;

        var run = Run("Wait-ViamInvoice a -TimeoutSec 1");

        Assert.StartsWith("PaymentFailed,", run.OnlyError.FullyQualifiedErrorId);
    }
}
