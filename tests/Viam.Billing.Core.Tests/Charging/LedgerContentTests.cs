using System.Text;
using Viam.Billing.Charging.Ledger;

namespace Viam.Billing.Core.Tests.Charging;

/// <summary>Lines that are complete, and whose content decides how a charge is treated.</summary>
public sealed class LedgerContentTests : LedgerTest
{
    private const string At = "\"at\":\"2026-11-20T10:00:00Z\"";

    private const string IntentProperties =
        "\"organizationId\":\"6f1c2a9e-4b7d-4c58-9a31-0d5e8b7f2c10\",\"subtotal\":10,\"tax\":0.5,"
        + "\"knownInvoiceIds\":[]";

    /// <summary>The hash of each line is correct, so only the content shows that it wasn't written here.</summary>
    [Theory]
    [InlineData("not JSON", 1)]
    [InlineData("INTENT a|{\"v\":3,AT,\"event\":\"Refused\",\"reference\":\"a\"}", 2)]
    [InlineData("INTENT a|CHARGED a|CHARGED a", 3)]
    [InlineData("INTENT a|OTHER b", 2)]
    [InlineData("CHARGED a", 1)]
    public void LineThatCannotFollowIsRejected(string lines, int damaged)
    {
        Write(lines.Split('|'));

        var exception = Assert.Throws<LedgerDamagedException>(() => ChargeLedger.Read(Ledger));

        Assert.Equal(damaged, exception.Line);
        Assert.Equal($"The charge ledger '{Ledger}' is damaged in line {damaged}.", exception.Message);
    }

    /// <summary>A line whose text is complete was acted upon, so a change in it is damage and not a lost end.</summary>
    [Fact]
    public void ChangedLastLineWithoutLineFeedIsDamaged()
    {
        WriteSampleLedger();
        var text = File.ReadAllText(Ledger).TrimEnd('\n');
        File.WriteAllText(Ledger, text.Replace("gone", "gine", StringComparison.Ordinal));

        Assert.Equal(7, Assert.Throws<LedgerDamagedException>(() => ChargeLedger.Open(Ledger)).Line);
    }

    /// <summary>Properties that an earlier version didn't write.</summary>
    [Fact]
    public void MissingPropertiesHaveTheirDefaults()
    {
        Write("INTENT a", "CHARGED a");

        var entry = ChargeLedger.Read(Ledger).Find("a")!;

        Assert.Equal(
            (false, false, false),
            (entry.Reconciled, entry.Charge.NoConfirmationEmail, entry.HasIncompleteList)
        );
    }

    /// <summary>Version 1 started another attempt although the outcome of the first one was unknown.</summary>
    [Fact]
    public void LaterAttemptOfVersion1LeavesTheLostResponseUnknown()
    {
        Write(
            "INTENT a",
            "{\"v\":1,AT,\"event\":\"Lost\",\"reference\":\"a\"}",
            "{\"v\":1,AT,\"event\":\"Unknown\",\"reference\":\"a\"}"
        );
        using (var ledger = ChargeLedger.Open(Ledger))
        {
            Assert.Equal(ChargeDoubt.Lost, ledger.Find("a")!.Doubt);
            Assert.Throws<InvalidOperationException>(() =>
                ledger.AddIntent("a", ledger.Find("a")!.Charge, Service, [], isResend: true)
            );
        }
    }

    /// <summary>
    /// Version 1 discarded the unknown outcome of an earlier attempt if a later one was refused, and sent the charge
    /// again. This version doesn't.
    /// </summary>
    [Theory]
    [InlineData("INTENT a", true)]
    [InlineData("INTENT2 a", false)]
    public void AttemptAfterARefusedOneIsValidOnlyInVersion1(string last, bool isValid)
    {
        Write("INTENT a", "ABSENT a", "INTENT a", "REFUSED a", last);

        if (isValid)
        {
            var entry = ChargeLedger.Read(Ledger).Find("a")!;
            Assert.Equal((ChargeDoubt.Interrupted, 1), (entry.Doubt, entry.FirstIntent));
        }
        else
        {
            Assert.Equal(5, Assert.Throws<LedgerDamagedException>(() => ChargeLedger.Read(Ledger)).Line);
        }
    }

    [Fact]
    public void OnlyAPersonCanDecideThatARefusedChargeWasMade()
    {
        using var ledger = ChargeLedger.Open(Ledger);
        ledger.AddIntent("a", s_charge, Service, []);
        ledger.AddRefused("a", "no");

        var exception = Assert.Throws<InvalidOperationException>(() => ledger.AddCharged("a", "invoice", false));
        Assert.Equal("Charged can't follow for a.", exception.Message);
        ledger.AddCharged("a", "invoice", reconciled: false, resolvedBy: "me");

        Assert.Equal(("invoice", "me"), (ledger.Find("a")!.InvoiceId, ledger.Find("a")!.ResolvedBy));
    }

    [Fact]
    public void ChargeThatAPersonDecidedNotToBeMadeStartsAnew()
    {
        using var ledger = ChargeLedger.Open(Ledger);
        var first = ledger.AddIntent("a", s_charge, Service, ["old"], isIncomplete: true);
        Assert.True(first.HasAttempts);
        ledger.AddLost("a", "gone");

        Assert.False(ledger.AddNotCharged("a", "me").HasAttempts);

        var second = ledger.AddIntent("a", s_charge, Service, []);
        Assert.Equal((2, false, second.IntentAt), (second.FirstIntent, second.HasIncompleteList, second.FirstIntentAt));
    }

    [Fact]
    public void EarlierAttemptsCountFromTheFirst()
    {
        using var ledger = ChargeLedger.Open(Ledger);
        var first = ledger.AddIntent("a", s_charge, Service, ["old"], isIncomplete: true);
        ledger.AddRefused("a", "no");

        var second = ledger.AddIntent("A", s_charge, Service, ["newer"]);

        Assert.Equal(
            ("a", first.FirstIntent, first.FirstIntentAt, true),
            (second.Reference, second.FirstIntent, second.FirstIntentAt, second.HasIncompleteList)
        );
    }

    [Fact]
    public void OwnerOfAnInvoiceIsFoundInItsOrganization()
    {
        using var ledger = ChargeLedger.Open(Ledger);
        foreach (var reference in new[] { "a", "b" })
        {
            ledger.AddIntent(reference, s_charge, Service, []);
            ledger.AddCharged(reference, $"invoice-{reference}", reconciled: false);
        }

        Assert.Equal("b", ledger.FindOwner(s_charge.OrganizationId, "invoice-b"));
        Assert.Null(ledger.FindOwner(s_charge.OrganizationId, "invoice-c"));
        Assert.Null(ledger.FindOwner("another", "invoice-b"));
    }

    [Fact]
    public void UnknownOutcomeIsRecordedIfAllInvoicesAre()
    {
        using var ledger = ChargeLedger.Open(Ledger);
        ledger.AddIntent("a", s_charge, Service, []);
        ledger.AddLost("a", "gone");
        Assert.False(ledger.IsRecorded(ledger.Find("a")!, []));
        var entry = ledger.AddUnknown("a", "seen", ["one", "two"]);

        Assert.True(ledger.IsRecorded(entry, ["one", "two"]));
        Assert.True(ledger.IsRecorded(entry, []));
        Assert.False(ledger.IsRecorded(entry, ["one", "three"]));
    }

    [Fact]
    public void ListedInvoicesAreThoseOfIntentsAndSearches()
    {
        using var ledger = ChargeLedger.Open(Ledger);
        ledger.AddIntent("a", s_charge, Service, ["old"]);
        ledger.AddIntent("b", s_charge with { OrganizationId = "another" }, Service, ["other"]);
        ledger.AddLost("a", "gone");
        ledger.AddUnknown("a", "seen", ["seen"]);

        Assert.Equal(
            [(s_charge.OrganizationId, "old, seen"), ("another", "other")],
            ledger.ListedInvoices().Select(listed => (listed.OrganizationId, string.Join(", ", listed.InvoiceIds)))
        );
    }

    [Fact]
    public void LedgerThatIsOnlyReadCannotBeWritten()
    {
        WriteSampleLedger();
        using var ledger = ChargeLedger.Read(Ledger);

        var exception = Assert.Throws<InvalidOperationException>(() => ledger.AddIntent("e", s_charge, Service, []));

        Assert.Equal("The ledger is open for reading.", exception.Message);
    }

    [Theory]
    [InlineData("CHARGED a", "Charged", null)]
    [InlineData("REFUSED a", "Refused", "no")]
    [InlineData("", "Pending", null)]
    [InlineData("UNKNOWN a", "Unknown", "no")]
    public void StateAndMessageAreThoseOfTheLastEvent(string last, string state, string? message)
    {
        Write(last.Length > 0 ? ["INTENT a", last] : ["INTENT a"]);

        var entry = LedgerEntryConvert.ToModel(ChargeLedger.Read(Ledger).Find("a")!);

        Assert.Equal((state, message), (entry.State, entry.Message));
    }

    /// <summary>Writes lines with correct hashes. Words in capitals stand for events of version 1 or 2.</summary>
    private void Write(params string[] lines)
    {
        var hash = "";
        using var stream = new FileStream(Ledger, FileMode.Append);
        foreach (var line in lines)
        {
            var json = Expand(line).Replace("AT", At, StringComparison.Ordinal);
            stream.Write(LedgerRecordFormat.Create(Encoding.UTF8.GetBytes(json), hash, out hash));
            stream.Write("\n"u8);
        }
    }

    private static string Expand(string line) =>
        line.Split(' ') switch
        {
            ["INTENT", var reference] => Intent(1, reference, Service),
            ["INTENT2", var reference] => Intent(2, reference, Service),
            ["OTHER", var reference] => Intent(1, reference, "https://elsewhere"),
            ["CHARGED", var reference] =>
                $"{{\"v\":1,AT,\"event\":\"Charged\",\"reference\":\"{reference}\",\"invoiceId\":\"invoice\"}}",
            ["ABSENT", var reference] =>
                $"{{\"v\":1,AT,\"event\":\"Absent\",\"reference\":\"{reference}\",\"message\":\"none\"}}",
            ["REFUSED", var reference] =>
                $"{{\"v\":1,AT,\"event\":\"Refused\",\"reference\":\"{reference}\",\"message\":\"no\"}}",
            ["UNKNOWN", var reference] =>
                $"{{\"v\":2,AT,\"event\":\"Unknown\",\"reference\":\"{reference}\",\"message\":\"no\"}}",
            _ => line,
        };

    private static string Intent(int version, string reference, string service) =>
        $"{{\"v\":{version},AT,\"event\":\"Intent\",\"reference\":\"{reference}\",\"service\":\"{service}\","
        + $"{IntentProperties}}}";
}
