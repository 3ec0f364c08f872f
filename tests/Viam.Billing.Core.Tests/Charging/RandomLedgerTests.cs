using CsCheck;
using Viam.Billing.Charging.Ledger;
using Viam.Billing.Services;

namespace Viam.Billing.Core.Tests.Charging;

/// <summary>Charge ledgers with random content.</summary>
public sealed class RandomLedgerTests : LedgerTest
{
    /// <summary>For any sequence of events, a reopened ledger has the same content as before.</summary>
    [Fact]
    public void RandomEntriesAreReadBackUnchanged()
    {
        var organizations = Gen.Bool.Select(flag =>
            flag ? "6f1c2a9e-4b7d-4c58-9a31-0d5e8b7f2c10" : "b83e5d07-19f4-4e6a-8c2b-71a0d94f3e25"
        );
        var text = Gen.OneOf(Gen.String, Gen.String[Gen.Char["\\\"\n\r\0\u2028é\ud83e\udd16\ud83e"], 0, 8]);
        var step = Gen.Select(Gen.Int[0, 7], Gen.Int[0, 9], text, Gen.Bool);
        var charge = Gen.Select(
            organizations,
            Gen.Long[1, 99_999_999_999_999],
            Gen.Long[0, 99],
            text,
            (organization, cents, tax, description) =>
                new ChargeRequest(
                    organization,
                    cents / 100m,
                    tax / 100m,
                    ChargeText.Normalize(description),
                    null,
                    NoConfirmationEmail: false
                )
        );

        Gen.Select(charge.Array[10], text.Array[10], step.Array[0, 40])
            .Sample(
                (charges, names, steps) =>
                {
                    var file = _folder.GetPath(Path.GetRandomFileName());
                    var references = names.Select((name, i) => ChargeText.Normalize($"{i}{name}")!.Trim()).ToArray();
                    var written = new Snapshot([], "", []);
                    using (var ledger = ChargeLedger.Open(file))
                    {
                        foreach (var (kind, which, words, flag) in steps)
                        {
                            Step(
                                ledger,
                                kind,
                                references[which],
                                charges[which],
                                ChargeText.Normalize(words) ?? "x",
                                flag
                            );
                        }

                        written = Snapshot.Of(ledger);
                    }
                    using (var ledger = ChargeLedger.Read(file))
                    {
                        Snapshot.Of(ledger).AssertEqual(written);
                    }

                    using (var ledger = ChargeLedger.Open(file))
                    {
                        Snapshot.Of(ledger).AssertEqual(written);
                    }
                },
                iter: TestSettings.RandomCases(200)
            );
    }

    private static void Step(
        ChargeLedger ledger,
        int kind,
        string reference,
        ChargeRequest charge,
        string words,
        bool flag
    )
    {
        var entry = ledger.Find(reference);
        var isBegun = entry?.State == LedgerEventKind.Intent;
        switch (kind)
        {
            case 0 or 1 when entry is null or { IsOpen: false, IsCharged: false }:
                ledger.AddIntent(reference, charge, Service, [words, reference], isIncomplete: flag);
                break;
            case 0 or 1 when entry is { Doubt: ChargeDoubt.Interrupted }:
                ledger.AddIntent(reference, charge, Service, [words], isResend: true);
                break;
            case 2 when entry is { IsOpen: true }:
                ledger.AddCharged(reference, words, flag);
                break;
            case 3 when isBegun:
                ledger.AddRefused(reference, words);
                break;
            case 4 when isBegun && flag:
                ledger.AddLost(reference, words);
                break;
            case 4 when isBegun:
                ledger.AddNotSent(reference);
                break;
            case 5 when isBegun && flag:
                ledger.AddNotProcessed(reference, words);
                break;
            case 5 when entry is { IsCharged: false }:
                ledger.AddUnknown(reference, words, flag ? [words] : []);
                break;
            case 6 when entry is { IsCharged: false }:
                ledger.AddNotCharged(reference, words);
                break;
            case 7 when entry is { IsCharged: false }:
                ledger.AddCharged(reference, words, flag, resolvedBy: words);
                break;
        }
    }

    /// <summary>The content of a ledger.</summary>
    private sealed record Snapshot(IReadOnlyList<LedgerEntry> Entries, string? Service, IReadOnlyList<bool> Known)
    {
        public static Snapshot Of(ChargeLedger ledger)
        {
            var ids = ledger
                .Entries.SelectMany(entry => new[] { entry.Reference, entry.InvoiceId ?? "", entry.Message ?? "" })
                .Distinct()
                .Order(StringComparer.Ordinal)
                .ToArray();
            return new(
                ledger.Entries,
                ledger.Service,
                [.. ledger.Entries.SelectMany(entry => ids.Select(id => ledger.IsKnown(entry, id)))]
            );
        }

        public void AssertEqual(Snapshot other)
        {
            Assert.Equal(other.Entries, Entries);
            Assert.Equal(other.Service, Service);
            Assert.Equal(other.Known, Known);
        }
    }
}
