using System.Text;
using Viam.Billing.Charging.Ledger;

namespace Viam.Billing.Core.Tests.Charging;

/// <summary>
/// Charge ledgers of version 1, in which one event meant both "stopped before it was sent" and "no invoice was listed
/// in time".
/// </summary>
public sealed class LegacyLedgerTests : IDisposable
{
    private const string Intent =
        """{"v":1,"at":"2026-11-20T10:00:00Z","event":"Intent","reference":"a","service":"https:"""
        + """//here","organizationId":"6f1c2a9e-4b7d-4c58-9a31-0d5e8b7f2c10","subtotal":10"""
        + ""","tax":0,"noConfirmationEmail":false,"knownInvoiceIds":["KNOWN"]}""";
    private const string NotListed =
        """{"v":1,"at":"2026-11-20T10:01:00Z","event":"Absent","reference":"a","message":"No new"""
        + """ invoice of 10.00 USD is listed."}""";
    private const string Stopped =
        """{"v":1,"at":"2026-11-20T10:01:00Z","event":"Absent","reference":"a","message":"It was"""
        + """ stopped before it was sent."}""";
    private const string Refused =
        """{"v":1,"at":"2026-11-20T10:02:00Z","event":"Refused","reference":"a","message":"no"}""";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void AbsentEventAfterListingIsUnknown()
    {
        using var ledger = Read(Intent, NotListed);

        var entry = LedgerEntryConvert.ToModel(ledger.Find("a")!);
        Assert.Equal(("Unknown", true), (entry.State, entry.IsUnresolved));
        Assert.Throws<InvalidOperationException>(() =>
            ledger.AddIntent("a", ledger.Find("a")!.Charge, "https://here", [])
        );
    }

    [Fact]
    public void AbsentEventBeforeSendingIsNotCharged()
    {
        using var ledger = Read(Intent, Stopped);

        var entry = LedgerEntryConvert.ToModel(ledger.Find("a")!);
        Assert.Equal(("NotCharged", false), (entry.State, entry.IsUnresolved));
        ledger.AddIntent("a", ledger.Find("a")!.Charge, "https://here", []);
    }

    /// <summary>
    /// Version 1 reported this as refused. The outcome of the first attempt remains unknown, and its list of invoices
    /// is used.
    /// </summary>
    [Fact]
    public void RefusalAfterAbsentEventLeavesFirstAttemptUnknown()
    {
        using var ledger = Read(Intent, NotListed, Intent.Replace("KNOWN", "LATER", StringComparison.Ordinal), Refused);

        var entry = ledger.Find("a")!;
        Assert.Equal("Unknown", LedgerEntryConvert.ToModel(entry).State);
        Assert.StartsWith(
            "An earlier attempt may have been processed.",
            LedgerEntryConvert.ToModel(entry).Message,
            StringComparison.Ordinal
        );
        Assert.Equal([true, false], new[] { "KNOWN", "LATER" }.Select(id => ledger.IsKnown(entry, id)));
    }

    private ChargeLedger Read(params string[] lines)
    {
        var file = _folder.GetPath("charges.ledger");
        var hash = "";
        foreach (var line in lines)
        {
            using var stream = new FileStream(file, FileMode.Append);
            stream.Write(LedgerRecordFormat.Create(Encoding.UTF8.GetBytes(line), hash, out hash));
            stream.Write("\n"u8);
        }
        return ChargeLedger.Open(file);
    }
}
