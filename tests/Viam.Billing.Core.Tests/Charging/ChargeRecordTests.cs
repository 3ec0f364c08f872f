using Viam.Billing.Charging;
using Viam.Billing.Charging.Ledger;
using Viam.Billing.Services;

namespace Viam.Billing.Core.Tests.Charging;

/// <summary>What the session knows about a charge after each event, so that invoices are assigned correctly.</summary>
public sealed class ChargeRecordTests : ChargingTest
{
    private static readonly InvoiceListing s_before = Listing(CreateInvoice("old", DateTime.UtcNow.AddDays(-40)));

    private OrganizationCharges Charges => _register.Of(s_charge.OrganizationId);

    /// <summary>As long as the charge may have been made, a new invoice could belong to it.</summary>
    [Theory]
    [InlineData("Intent", true)]
    [InlineData("Lost", true)]
    [InlineData("Unknown", true)]
    [InlineData("NotProcessed", false)]
    [InlineData("Refused", false)]
    [InlineData("NotSent", false)]
    public void InvoiceIsAmbiguousWhileAnotherChargeIsOpen(string last, bool isAmbiguous)
    {
        using var ledger = ChargeLedger.Open(LedgerPath);
        foreach (var record in new ChargeRecord[] { CreateRecord(ledger), new MemoryChargeRecord(s_charge, _register) })
        {
            record.AddIntent(s_before);
            Assert.Null(FindMatch());
            Add(record, last);

            Assert.Equal(isAmbiguous ? null : "new", FindMatch());

            if (isAmbiguous)
            {
                record.AddCharged("its own", reconciled: false);
                Assert.Equal("new", FindMatch());
            }
        }
    }

    [Fact]
    public void InvoiceOfAChargeCannotBelongToAnother()
    {
        using var ledger = ChargeLedger.Open(LedgerPath);
        foreach (var record in new ChargeRecord[] { CreateRecord(ledger), new MemoryChargeRecord(s_charge, _register) })
        {
            record.AddIntent(s_before);
            record.AddCharged("new", reconciled: false);
            Assert.Null(FindMatch());
        }
    }

    [Fact]
    public void InterruptedChargeIsNotBegunAgainWithoutRequest()
    {
        WriteInterrupted();
        using var ledger = ChargeLedger.Open(LedgerPath);
        ledger.AddUnknown("a", "nothing");

        Assert.Throws<InvalidOperationException>(() => CreateRecord(ledger).AddIntent(s_before));

        CreateRecord(ledger, isResend: true).AddIntent(s_before);
        ledger.Dispose();
        Assert.Equal("Intent, Unknown, Intent", Events);
    }

    [Fact]
    public void EventsSayWhetherTheListWasIncomplete()
    {
        using (var ledger = ChargeLedger.Open(LedgerPath))
        {
            var record = CreateRecord(ledger);
            record.AddIntent(s_before with { MissingCount = 1 });
            record.AddRefused("no");
            record.AddIntent(s_before);
            CreateRecord(ledger, reference: "b").AddIntent(s_before);
        }

        using var again = ChargeLedger.Read(LedgerPath);
        // What counts is the list before the first attempt.
        Assert.Equal((true, false), (again.Find("a")!.HasIncompleteList, again.Find("b")!.HasIncompleteList));
        Assert.Equal(
            (false, true),
            (CreateRecord(again).Tracked!.HasCompleteList, CreateRecord(again, "b").Tracked!.HasCompleteList)
        );
    }

    [Fact]
    public async Task FirstErrorOfTheLedgerIsKept()
    {
        await using var file = new KillableFileStream(LedgerPath);
        using var ledger = ChargeLedger.Hold(file);
        var record = CreateRecord(ledger);
        record.AddIntent(s_before);
        Assert.Null(record.NotWritten);
        file.IsKilled = true;
        record.AddLost("gone");
        var first = record.NotWritten;
        Assert.Equal("The process is dead.", first!.InnerException!.Message);

        record.AddCharged("new", reconciled: true);
        record.AddUnknown("nothing", []);

        Assert.Same(first, record.NotWritten);
        Assert.False(record.AddNotProcessed("again"));
        Assert.Same(first, record.NotWritten);
    }

    [Fact]
    public void UnexpectedErrorOfTheLedgerIsReportedToo()
    {
        using var ledger = ChargeLedger.Open(LedgerPath);
        var record = CreateRecord(ledger);
        record.AddIntent(s_before);
        record.AddCharged("new", reconciled: false);

        record.AddCharged("another", reconciled: false);

        Assert.Equal(
            $"The charge ledger '{LedgerPath}' couldn't be written: Charged can't follow for a.",
            record.NotWritten!.Message
        );
        var first = record.NotWritten;
        record.AddLost("gone");
        Assert.Same(first, record.NotWritten);
    }

    /// <summary>If the session reads the charge ledger again, its earlier content no longer counts.</summary>
    [Fact]
    public void ResolvedChargeIsNoLongerOpenInTheSession()
    {
        WriteInterrupted(lost: "gone");
        using var ledger = ChargeLedger.Open(LedgerPath);
        _register.Load(ledger, LedgerPath);
        Assert.Null(FindMatch());

        ledger.AddNotCharged("a", "me");
        _register.Load(ledger, LedgerPath);

        Assert.Equal("new", FindMatch());
    }

    /// <summary>The result for another charge of the same total, if one new invoice of this total is listed.</summary>
    private string? FindMatch()
    {
        var now = DateTime.UtcNow;
        var other = new TrackedCharge(
            "other",
            s_charge.OrganizationId,
            s_charge.Total,
            now,
            now,
            true,
            id => id == "old"
        );
        return Charges.Examine(other, Listing(CreateInvoice("new", now))).Match;
    }

    private static void Add(ChargeRecord record, string last)
    {
        switch (last)
        {
            case "Lost":
                record.AddLost("gone");
                break;
            case "Unknown":
                record.AddLost("gone");
                record.AddUnknown("nothing", []);
                break;
            case "NotProcessed":
                Assert.True(record.AddNotProcessed("not processed"));
                Assert.Equal(1, record.NotProcessedCount);
                break;
            case "Refused":
                record.AddRefused("no");
                break;
            case "NotSent":
                record.AddNotSent();
                break;
        }
    }

    private LedgerChargeRecord CreateRecord(ChargeLedger ledger, string reference = "a", bool isResend = false) =>
        new(s_charge, reference, ledger, CreateOptions(), _register, isResend);

    private static InvoiceListing Listing(params Invoice[] invoices) =>
        new(s_charge.OrganizationId, invoices, MissingCount: 0, LateCount: 0);
}
