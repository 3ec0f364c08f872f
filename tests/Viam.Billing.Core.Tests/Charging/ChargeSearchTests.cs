using Viam.Billing.Charging;

namespace Viam.Billing.Core.Tests.Charging;

/// <summary>When the search for the invoice of a charge ends, and with which result.</summary>
public sealed class ChargeSearchTests
{
    private const string Organization = "6f1c2a9e-4b7d-4c58-9a31-0d5e8b7f2c10";
    private static readonly DateTime s_now = new(2026, 11, 20, 10, 0, 0, DateTimeKind.Utc);
    private readonly OrganizationCharges _charges = new(Organization);

    [Fact]
    public void NothingIsKnownBeforeTheFirstList()
    {
        var search = Search(lookFor: 60, resendAfter: 30);

        Assert.Equal("The invoice wasn't searched for.", search.Summary);
        Assert.True(search is { IsOver: false, IsConclusive: false, MayResend: false, InvoiceId: null });
        Assert.Empty(search.SeenInvoiceIds);
        Assert.Equal(90, search.Limit.TotalSeconds);
        Assert.Equal(60, Search(lookFor: 60).Limit.TotalSeconds);
    }

    [Fact]
    public void SearchEndsWhenTheInvoiceIsFound()
    {
        var search = Search(lookFor: 60);

        Update(search, 0, Invoice("new"));
        Update(search, 1);

        Assert.True(search is { IsOver: true, InvoiceId: "new" });
        Assert.Equal("The invoice wasn't searched for.", search.Summary);
    }

    [Theory]
    [InlineData(59, false)]
    [InlineData(60, true)]
    public void SearchEndsAfterTheTime(int elapsed, bool isOver)
    {
        var search = Search(lookFor: 60);

        Update(search, elapsed);

        Assert.True(search is { IsConclusive: true, MayResend: false, InvoiceId: null });
        Assert.Equal(isOver, search.IsOver);
        Assert.Equal("No new invoice of 10.00 USD is listed.", search.Summary);
    }

    [Fact]
    public void SearchEndsWhenTheInvoiceIsAmbiguous()
    {
        var search = Search(lookFor: 60);

        Update(search, 0, Invoice("one"), Invoice("two"));

        Assert.True(search is { IsOver: true, IsConclusive: true, InvoiceId: null });
        Assert.Equal(["one", "two"], search.SeenInvoiceIds);
    }

    [Fact]
    public void InvoiceWithAnotherAmountDoesNotEndTheSearch()
    {
        var search = Search(lookFor: 60);

        Update(search, 0, Invoice("other", 11m));

        Assert.True(search is { IsOver: false, IsConclusive: true });
        Assert.Equal(["other"], search.SeenInvoiceIds);
    }

    [Fact]
    public void ChargeCanBeSentAgainOnceTheListWasClearForLongEnough()
    {
        var search = Search(lookFor: 60, resendAfter: 30);

        Update(search, 5);
        Update(search, 34);
        Assert.True(search is { IsOver: false, MayResend: false });
        Update(search, 35);

        Assert.True(search is { IsOver: true, MayResend: true });
    }

    [Theory]
    [InlineData("other invoice")]
    [InlineData("late")]
    [InlineData("incomplete")]
    [InlineData("error")]
    public void TimeStartsAgainAfterAListThatIsNotClear(string list)
    {
        var search = Search(lookFor: 60, resendAfter: 30);
        Update(search, 0);

        UpdateWith(search, list, 20);
        Update(search, 25);
        Update(search, 54);
        Assert.True(search is { IsOver: false, MayResend: false });
        Update(search, 55);

        Assert.True(search is { IsOver: true, MayResend: true });
    }

    /// <summary>Once the time to search is over, only a clear list is a reason to wait longer.</summary>
    [Theory]
    [InlineData("other invoice", 59, false)]
    [InlineData("other invoice", 60, true)]
    [InlineData("error", 59, false)]
    [InlineData("error", 60, true)]
    [InlineData("clear", 89, false)]
    [InlineData("clear", 90, true)]
    public void SearchThatCannotAllowSendingAgainEndsEarlier(string list, int elapsed, bool isOver)
    {
        var search = Search(lookFor: 60, resendAfter: 30);
        Update(search, 0, Invoice("other", 11m));
        if (list == "clear")
        {
            Update(search, 60);
            Assert.False(search.IsOver);
        }

        UpdateWith(search, list, elapsed);

        Assert.Equal(isOver, search.IsOver);
        Assert.Equal(list == "clear" && isOver, search.MayResend);
    }

    [Fact]
    public void ListThatCannotBeReadIsNotConclusive()
    {
        var search = Search(lookFor: 60);
        Update(search, 0, Invoice("other", 11m));

        UpdateWith(search, "error", 1);
        Assert.True(search is { IsOver: false, IsConclusive: false });
        Assert.Equal("The invoices couldn't be listed: no list", search.Summary);
        UpdateWith(search, "error", 60);

        Assert.True(search.IsOver);
    }

    private void UpdateWith(ChargeSearch search, string list, int elapsed)
    {
        switch (list)
        {
            case "error":
                search.Update(
                    new BillingException(BillingError.ServiceUnavailable, "no list"),
                    TimeSpan.FromSeconds(elapsed)
                );
                break;
            case "late":
                Update(search, elapsed, new InvoiceListing(Organization, [], MissingCount: 0, LateCount: 1));
                break;
            case "incomplete":
                Update(search, elapsed, new InvoiceListing(Organization, [], MissingCount: 1, LateCount: 0));
                break;
            case "clear":
                Update(search, elapsed);
                break;
            default:
                Update(search, elapsed, Invoice("other", 11m));
                break;
        }
    }

    private void Update(ChargeSearch search, int elapsed, params Invoice[] invoices) =>
        Update(search, elapsed, new InvoiceListing(Organization, invoices, MissingCount: 0, LateCount: 0));

    private void Update(ChargeSearch search, int elapsed, InvoiceListing listing)
    {
        if (!search.IsOver)
        {
            search.TryClaim(_charges, listing);
        }
        search.Update(_charges, listing, TimeSpan.FromSeconds(elapsed));
    }

    private static ChargeSearch Search(int lookFor, int? resendAfter = null) =>
        new(
            new TrackedCharge("a", Organization, 10m, s_now, s_now, HasCompleteList: true, _ => false),
            TimeSpan.FromSeconds(lookFor),
            resendAfter is { } time ? TimeSpan.FromSeconds(time) : null
        );

    private static Invoice Invoice(string id, decimal amount = 10m) =>
        new()
        {
            OrganizationId = Organization,
            InvoiceId = id,
            Amount = amount,
            InvoiceDate = s_now,
        };
}
