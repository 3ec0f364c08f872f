using Viam.Billing.Charging.Ledger;

namespace Viam.Billing.Core.Tests.Charging;

/// <summary>The content of a charge ledger.</summary>
public sealed class ChargeLedgerTests : LedgerTest
{
    [Fact]
    public void WrittenEntriesAreReadBack()
    {
        WriteSampleLedger();

        foreach (var open in new[] { ChargeLedger.Read, ChargeLedger.Open })
        {
            using var ledger = open(Ledger);
            Assert.Equal(["a", "b", "c", "d"], ledger.Entries.Select(entry => entry.Reference));
            Assert.Equal(
                [LedgerEventKind.Charged, LedgerEventKind.Refused, LedgerEventKind.Lost, LedgerEventKind.Intent],
                ledger.Entries.Select(entry => entry.State)
            );
            Assert.All(ledger.Entries, entry => Assert.Equal(s_charge, entry.Charge));
            Assert.Equal(
                ("invoice-a", true, "no"),
                (ledger.Find("A")!.InvoiceId, ledger.Find("a")!.Reconciled, ledger.Find("b")!.Message)
            );
            Assert.Equal((Service, false), (ledger.Service, ledger.WasTorn));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n\n")]
    public void EmptyFileIsOpenedAsNewLedger(string text)
    {
        File.WriteAllText(Ledger, text);
        using (var ledger = ChargeLedger.Open(Ledger))
        {
            Assert.Null(ledger.Service);
            ledger.AddIntent("a", s_charge, Service, []);
        }

        using var again = ChargeLedger.Read(Ledger);
        Assert.Single(again.Entries);
    }

    /// <summary>Each event must follow a valid predecessor, so that the ledger is never contradictory.</summary>
    [Fact]
    public void InvalidEventSequenceThrowsInvalidOperationException()
    {
        using var ledger = ChargeLedger.Open(Ledger);
        ledger.AddIntent("a", s_charge, Service, []);
        ledger.AddCharged("a", "invoice", reconciled: false);

        Assert.Throws<InvalidOperationException>(() => ledger.AddIntent("A", s_charge, Service, []));
        Assert.Throws<InvalidOperationException>(() => ledger.AddCharged("a", "another", reconciled: false));
        Assert.Throws<InvalidOperationException>(() => ledger.AddNotSent("a"));
        Assert.Throws<InvalidOperationException>(() => ledger.AddUnknown("a", ""));
        Assert.Throws<InvalidOperationException>(() => ledger.AddNotCharged("a", "me"));
        ledger.AddIntent("b", s_charge, Service, []);
        Assert.Throws<InvalidOperationException>(() => ledger.AddIntent("b", s_charge, Service, []));
        Assert.Throws<InvalidOperationException>(() => ledger.AddCharged("b", "", reconciled: false));
        ledger.AddLost("b", "");
        Assert.Throws<InvalidOperationException>(() => ledger.AddNotSent("b"));
        ledger.AddUnknown("b", "");
        Assert.Throws<InvalidOperationException>(() => ledger.AddIntent("b", s_charge, Service, []));
        Assert.Throws<InvalidOperationException>(() => ledger.AddCharged("c", "invoice", reconciled: false));
        ledger.AddIntent("c", s_charge, Service, []);
        ledger.AddNotSent("c");
        Assert.Throws<InvalidOperationException>(() =>
            ledger.AddIntent("c", s_charge with { Subtotal = 11 }, Service, [])
        );
        ledger.AddIntent("c", s_charge with { Subtotal = 10.000m, Description = null }, Service, []);
    }

    [Fact]
    public void InvoiceIsKnownOnceListedInIntent()
    {
        using (var ledger = ChargeLedger.Open(Ledger))
        {
            ledger.AddIntent("a", s_charge, Service, ["old"]);
            ledger.AddLost("a", "");
            ledger.AddIntent("b", s_charge, Service, ["old", "late"]);
            ledger.AddIntent(
                "elsewhere",
                s_charge with
                {
                    OrganizationId = "b83e5d07-19f4-4e6a-8c2b-71a0d94f3e25",
                },
                Service,
                ["foreign"]
            );
        }

        using var again = ChargeLedger.Open(Ledger);
        var (a, b) = (again.Find("a")!, again.Find("b")!);
        Assert.Equal([true, false, false], new[] { "old", "late", "foreign" }.Select(id => again.IsKnown(a, id)));
        Assert.Equal([true, true, false], new[] { "old", "late", "foreign" }.Select(id => again.IsKnown(b, id)));
    }

    /// <summary>The invoices of an organization are written once, not with each charge.</summary>
    [Fact]
    public void InvoicesOfOrganizationAreWrittenOnlyOnce()
    {
        string[] many = [.. Enumerable.Range(0, 10_000).Select(i => new Guid(i, 0, 0, new byte[8]).ToString())];
        using (var ledger = ChargeLedger.Open(Ledger))
        {
            for (var i = 0; i < 100; i++)
            {
                ledger.AddIntent(
                    $"{i}",
                    s_charge,
                    Service,
                    [.. many, .. Enumerable.Range(0, i).Select(old => $"invoice-{old}")]
                );
                ledger.AddCharged($"{i}", $"invoice-{i}", reconciled: false);
            }
        }

        Assert.InRange(new FileInfo(Ledger).Length, many.Length * 39, many.Length * 39 * 3 / 2);
        using var again = ChargeLedger.Read(Ledger);
        Assert.True(again.IsKnown(again.Find("99")!, many[^1]));
        Assert.Equal(
            [true, false],
            new[] { "invoice-50", "invoice-51" }.Select(id => again.IsKnown(again.Find("51")!, id))
        );
    }
}
