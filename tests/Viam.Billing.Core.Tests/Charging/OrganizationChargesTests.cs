using Viam.Billing.Charging;

namespace Viam.Billing.Core.Tests.Charging;

/// <summary>Which invoice of a list belongs to a charge.</summary>
public sealed class OrganizationChargesTests : OrganizationChargesTest
{
    [Fact]
    public void OnlyNewInvoiceWithTheTotalIsTheMatch()
    {
        var charge = Charge("a", known: ["old"]);

        var comparison = Examine(charge, Listing(Invoice("old"), Invoice("new")));

        Assert.Equal(("new", "new"), (comparison.Match, Assert.Single(comparison.UnexplainedIds)));
        Assert.Equal("new", Assert.Single(comparison.Candidates).InvoiceId);
        Assert.Equal(10m, comparison.Total);
        Assert.Equal("new", Charges.TryClaim(charge, Listing(Invoice("old"), Invoice("new"))));
        Assert.True(Examine(Charge("b"), Listing(Invoice("new"))).IsClear);
    }

    [Theory]
    [InlineData(-24 * 60, true)]
    [InlineData((-24 * 60) - 1, false)]
    [InlineData(7 * 24 * 60, true)]
    [InlineData((7 * 24 * 60) + 1, false)]
    public void DateOfInvoiceIsNearThatOfTheCharge(int minutes, bool isMatch)
    {
        var comparison = Examine(Charge("a"), Listing(Invoice("new", date: Now.AddMinutes(minutes))));

        Assert.Equal(isMatch ? "new" : null, comparison.Match);
        Assert.Equal(isMatch ? 1 : 0, comparison.Candidates.Count);
        Assert.Single(comparison.Unexplained);
    }

    [Fact]
    public void DateOfInvoiceIsBetweenFirstAndLastAttempt()
    {
        var charge = Charge("a") with { LastIntentAt = Now.AddDays(30) };

        Assert.False(charge.IsRuledOut(Now.AddDays(-1)));
        Assert.False(charge.IsRuledOut(Now.AddDays(37)));
        Assert.True(charge.IsRuledOut(Now.AddDays(38)));
        Assert.False(charge.IsRuledOut(null));
    }

    [Fact]
    public void InvoiceWithAnotherAmountIsUnexplainedAndNoCandidate()
    {
        var comparison = Examine(Charge("a"), Listing(Invoice("new", 10.01m), Invoice("none", null)));

        Assert.Null(comparison.Match);
        Assert.Empty(comparison.Candidates);
        Assert.Equal(["new", "none"], comparison.UnexplainedIds);
        Assert.Equal("No new invoice of 10.00 USD is listed, but 2 with other amounts or dates.", comparison.Summary);
        Assert.False(comparison.IsClear);
    }

    [Fact]
    public void NoInvoiceIsClear()
    {
        var comparison = Examine(Charge("a", known: ["old"]), Listing(Invoice("old")));

        Assert.True(comparison is { IsClear: true, IsClearAndCurrent: true, IsComplete: true, Match: null });
        Assert.Equal("No new invoice of 10.00 USD is listed.", comparison.Summary);
    }

    [Fact]
    public void IncompleteListProvesNothing()
    {
        var listing = Listing(Invoice("new")) with { MissingCount = 3 };

        var comparison = Examine(Charge("a"), listing);

        Assert.True(comparison is { IsClear: false, IsClearAndCurrent: false, IsComplete: false, Match: null });
        Assert.Equal(3, comparison.MissingCount);
        Assert.Equal(
            "The list of invoices is incomplete. Invoices that were listed before and are missing: 3.",
            comparison.Summary
        );
        Assert.Null(Charges.TryClaim(Charge("a"), listing));
    }

    [Fact]
    public void LateListIsClearButNotCurrent()
    {
        var comparison = Examine(Charge("a"), Listing() with { LateCount = 1 });

        Assert.True(comparison is { IsClear: true, IsClearAndCurrent: false, LateCount: 1 });
    }

    [Fact]
    public void NothingMatchesAfterAnIncompleteFirstList()
    {
        var comparison = Examine(Charge("a") with { HasCompleteList = false }, Listing(Invoice("new")));

        Assert.Null(comparison.Match);
        Assert.Equal(
            "The invoice new of 10.00 USD is listed, but it could belong to another charge.",
            comparison.Summary
        );
    }

    [Fact]
    public void InvoiceWithoutIdIsNeverTheMatch()
    {
        var comparison = Examine(Charge("a", known: [""]), Listing(Invoice("")));

        Assert.Null(comparison.Match);
        Assert.Equal("An invoice of 10.00 USD without an ID is listed.", comparison.Summary);
        Assert.Empty(comparison.UnexplainedIds);
        Assert.Single(comparison.Unexplained);
    }

    [Fact]
    public void InvoiceWithoutDateIsNeverTheMatch()
    {
        var comparison = Examine(Charge("a"), Listing(Invoice("new", date: null, hasDate: false)));

        Assert.Null(comparison.Match);
        Assert.Equal(
            "The invoice new of 10.00 USD is listed without a date, so it can't be matched.",
            comparison.Summary
        );
    }

    [Fact]
    public void TwoCandidatesAreNoMatch()
    {
        var comparison = Examine(Charge("a"), Listing(Invoice("one"), Invoice("two")));

        Assert.Null(comparison.Match);
        Assert.Equal("2 new invoices of 10.00 USD are listed: one, two.", comparison.Summary);
    }

    /// <summary>Two charges of the same amount are in progress, or have unknown outcomes.</summary>
    [Theory]
    [InlineData("same", null)]
    [InlineData("other amount", "new")]
    [InlineData("known", "new")]
    [InlineData("other date", "new")]
    [InlineData("charged", "new")]
    [InlineData("refused", "new")]
    public void InvoiceThatCouldBelongToAnotherChargeIsNoMatch(string other, string? match)
    {
        var charge = Charge("a");
        Charges.Track(charge);
        Charges.Track(
            other switch
            {
                "other amount" => Charge("b") with { Total = 11m },
                "known" => Charge("b", known: ["new"]),
                "other date" => Charge("b") with { FirstIntentAt = Now.AddDays(9) },
                _ => Charge("b"),
            }
        );
        if (other == "charged")
        {
            Charges.Claim("b", "invoice-of-b");
        }
        if (other == "refused")
        {
            Charges.Untrack("b");
        }

        Assert.Equal(match, Examine(charge, Listing(Invoice("new"))).Match);
    }

    [Fact]
    public void InvoiceBelongsToTheFirstChargeThatClaimsIt()
    {
        Charges.Claim("a", "invoice");
        Charges.Claim("b", "invoice");

        Assert.Null(Charges.TryClaim(Charge("c"), Listing(Invoice("invoice"))));
        Assert.Equal(["invoice"], Charges.KnownInvoices());
    }

    [Fact]
    public async Task InvoicesListedBeforeAChargeAreKnownToIt()
    {
        List<Invoice> invoices = [Invoice("old"), Invoice("")];
        var service = Service(() => invoices);
        Charges.AddListed(["from ledger"]);
        var first = await ListAsync(service);
        var isKnownToFirst = Charges.Begin();
        invoices = [Invoice("old"), Invoice("between")];
        await ListAsync(service);
        var isKnownToSecond = Charges.Begin();

        Assert.Equal((Organization, 1, false), (first.OrganizationId, first.MissingCount, first.IsBaseline));
        Assert.Equal(2, first.Invoices.Count);
        string[] ids = ["old", "from ledger", "between", "", "unlisted"];
        Assert.Equal([true, true, false, false, false], ids.Select(isKnownToFirst));
        Assert.Equal([true, true, true, false, false], ids.Select(isKnownToSecond));
        Assert.Equal(["from ledger", "old", "between"], Charges.KnownInvoices());
    }

    private InvoiceComparison Examine(TrackedCharge charge, InvoiceListing listing) => Charges.Examine(charge, listing);

    private static InvoiceListing Listing(params Invoice[] invoices) =>
        new(Organization, invoices, MissingCount: 0, LateCount: 0);
}
