using CsCheck;
using Viam.Billing.Charging.Ledger;
using Viam.Billing.Services;
using Viam.Billing.Tests.Support;

namespace Viam.Billing.Tests.Core.Charging;

/// <summary>The ledger file: content, damage detection, and locking.</summary>
public sealed class ChargeLedgerTests : IDisposable
{
    private const string Service = "https://app.viam.com";
    private static readonly ChargeRequest s_charge = new(
        "6f1c2a9e-4b7d-4c58-9a31-0d5e8b7f2c10",
        10.00m,
        0.5m,
        "Réparation",
        null,
        NoConfirmationEmail: true
    );
    private readonly TemporaryFolder _folder = new();

    private string Ledger => _folder.GetPath("charges.ledger");

    public void Dispose() => _folder.Dispose();

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
                iter: 200
            );
    }

    [Fact]
    public void LedgerTruncatedAnywhereInLastLineIsRepaired()
    {
        WriteSampleLedger();
        var whole = File.ReadAllBytes(Ledger);
        var last = Array.LastIndexOf(whole, (byte)'\n', whole.Length - 2) + 1;

        for (var length = last; length <= whole.Length; length++)
        {
            File.WriteAllBytes(Ledger, whole[..length]);
            // Without only its line break, the line is complete and may already have been acted upon.
            var isWhole = length >= whole.Length - 1;
            var isTorn = !isWhole && length > last;
            AssertRepaired(isTorn, isWhole ? whole : whole[..last]);
        }
    }

    /// <summary>File blocks can reach the disk in any order, and missing blocks read as zeros.</summary>
    [Fact]
    public void LedgerWithZeroedBytesInLastLineIsRepaired()
    {
        WriteSampleLedger();
        var whole = File.ReadAllBytes(Ledger);
        var last = Array.LastIndexOf(whole, (byte)'\n', whole.Length - 2) + 1;

        for (var at = last; at < whole.Length; at++)
        {
            foreach (var end in new[] { at + 1, whole.Length })
            {
                var holed = whole.ToArray();
                Array.Clear(holed, at, end - at);
                File.WriteAllBytes(Ledger, holed);
                AssertRepaired(true, whole[..last]);
            }
        }
    }

    [Fact]
    public void ChangedByteIsRejectedWithLineNumber()
    {
        WriteSampleLedger();
        var whole = File.ReadAllBytes(Ledger);

        for (var at = 0; at < whole.Length; at++)
        {
            foreach (var flip in new byte[] { 0x01, 0x20 })
            {
                var changed = whole.ToArray();
                changed[at] ^= flip;
                File.WriteAllBytes(Ledger, changed);
                AssertDamaged(whole.AsSpan(0, at).Count((byte)'\n') + 1);
                Assert.Equal(changed, File.ReadAllBytes(Ledger));
            }
        }
    }

    [Theory]
    [InlineData("drop", 1, 1)]
    [InlineData("drop", 3, 3)]
    [InlineData("double", 2, 3)]
    [InlineData("swap", 2, 2)]
    public void MissingDuplicatedOrMovedLineIsRejected(string change, int line, int damaged)
    {
        WriteSampleLedger();
        var lines = File.ReadAllLines(Ledger).ToList();
        switch (change)
        {
            case "drop":
                lines.RemoveAt(line - 1);
                break;
            case "double":
                lines.Insert(line, lines[line - 1]);
                break;
            default:
                (lines[line - 1], lines[line]) = (lines[line], lines[line - 1]);
                break;
        }
        File.WriteAllText(Ledger, string.Join('\n', lines) + "\n");

        AssertDamaged(damaged);
    }

    [Theory]
    [InlineData("not a ledger", 1)]
    [InlineData("Reference,Subtotal\na,1", 1)]
    [InlineData("{\"v\":2}\n", 1)]
    [InlineData("{}\n", 1)]
    [InlineData("null\n", 1)]
    [InlineData("{\"v\":1}\n{\"v\":1", 1)]
    public void FileThatIsNotALedgerIsRejectedAndNotChanged(string text, int line)
    {
        File.WriteAllText(Ledger, text);

        AssertDamaged(line);
        Assert.Equal(text, File.ReadAllText(Ledger));
    }

    [Theory]
    [InlineData("\uFEFF", "\n")]
    [InlineData("", "\r\n")]
    [InlineData("\uFEFF", "\r\n")]
    [InlineData("", "\n\n")]
    [InlineData("\r\n", "\r\n\r\n")]
    public void ByteOrderMarkBlankLinesAndLineEndingsAreIgnored(string before, string newLine)
    {
        WriteSampleLedger();
        File.WriteAllText(Ledger, before + File.ReadAllText(Ledger).Replace("\n", newLine, StringComparison.Ordinal));

        using (var ledger = ChargeLedger.Open(Ledger))
        {
            ledger.AddRefused("d", "no");
        }

        using var again = ChargeLedger.Read(Ledger);
        Assert.Equal(LedgerEventKind.Refused, again.Find("d")!.State);
        Assert.Equal(4, again.Entries.Count);
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

    [Fact]
    public void LedgerIsLockedUnderEveryPathToTheFile()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a privilege there.");
        var link = _folder.GetPath("link");
        File.CreateSymbolicLink(link, Ledger);
        var detour = _folder.GetPath(Path.Combine("sub", "..", "charges.ledger"));
        Directory.CreateDirectory(_folder.GetPath("sub"));

        using (ChargeLedger.Open(link))
        {
            Assert.True(File.Exists(Ledger));
            Assert.All(
                [Ledger, link, detour],
                name => Assert.Throws<IOException>(() => ChargeLedger.Open(name).Dispose())
            );
        }

        ChargeLedger.Open(Ledger).Dispose();
    }

    [Theory]
    [InlineData("new")]
    [InlineData("empty")]
    [InlineData("written")]
    public void LedgerFileIsAccessibleOnlyToOwner(string before)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        if (before == "written")
        {
            WriteSampleLedger();
        }

        if (before == "empty")
        {
            File.WriteAllText(Ledger, "");
        }

        if (before != "new")
        {
            File.SetUnixFileMode(
                Ledger,
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead
            );
        }

        using (var ledger = ChargeLedger.Open(Ledger))
        {
            if (before == "empty")
            {
                ledger.AddIntent("a", s_charge, Service, []);
            }
        }

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Ledger));
    }

    [Fact]
    public void DiscardedWriteThrowsLedgerNotWrittenException()
    {
        using var nothing = new FullDisk(Ledger) { BytesLeft = 0, ThrowsWhenFull = false };
        using var ledger = ChargeLedger.Hold(nothing);

        Assert.Throws<LedgerNotWrittenException>(() => ledger.AddIntent("a", s_charge, Service, []));
    }

    [Fact]
    public void NothingIsWrittenAfterFailedWrite()
    {
        WriteSampleLedger();
        var before = File.ReadAllBytes(Ledger);
        using (var disk = new FullDisk(Ledger) { BytesLeft = 40 })
        using (var ledger = ChargeLedger.Hold(disk))
        {
            Assert.Throws<LedgerNotWrittenException>(() => ledger.AddCharged("d", "invoice-d", reconciled: false));
            Assert.Equal(LedgerEventKind.Intent, ledger.Find("d")!.State);
            disk.BytesLeft = int.MaxValue;
            Assert.Throws<LedgerNotWrittenException>(() => ledger.AddIntent("e", s_charge, Service, []));
        }

        Assert.Equal(before, File.ReadAllBytes(Ledger));
    }

    [Fact]
    public void WriteToDeletedFileThrowsLedgerNotWrittenException()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using var ledger = ChargeLedger.Open(Ledger);
        ledger.AddIntent("a", s_charge, Service, []);
        File.Delete(Ledger);

        Assert.Throws<LedgerNotWrittenException>(() => ledger.AddIntent("b", s_charge, Service, []));
    }

    private void WriteSampleLedger()
    {
        using var ledger = ChargeLedger.Open(Ledger);
        foreach (var reference in new[] { "a", "b", "c", "d" })
        {
            ledger.AddIntent(reference, s_charge, Service, ["old-1", "old-2"]);
        }

        ledger.AddCharged("a", "invoice-a", reconciled: true);
        ledger.AddRefused("b", "no");
        ledger.AddLost("c", "gone");
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

    private void AssertRepaired(bool wasTorn, byte[] expected)
    {
        using (var ledger = ChargeLedger.Read(Ledger))
        {
            Assert.Equal(wasTorn, ledger.WasTorn);
        }

        using (var ledger = ChargeLedger.Open(Ledger))
        {
            Assert.Equal(wasTorn, ledger.WasTorn);
        }

        Assert.Equal(expected, File.ReadAllBytes(Ledger));
        using (var ledger = ChargeLedger.Open(Ledger))
        {
            Assert.False(ledger.WasTorn);
        }
    }

    private void AssertDamaged(int line)
    {
        Assert.Equal(line, Assert.Throws<LedgerDamagedException>(() => ChargeLedger.Open(Ledger).Dispose()).Line);
        Assert.Equal(line, Assert.Throws<LedgerDamagedException>(() => ChargeLedger.Read(Ledger).Dispose()).Line);
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

/// <summary>A file on a disk that becomes full.</summary>
internal sealed class FullDisk(string path)
    : FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0)
{
    public int BytesLeft { get; set; } = int.MaxValue;

    public bool ThrowsWhenFull { get; init; } = true;

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        var fits = Math.Min(buffer.Length, BytesLeft);
        base.Write(buffer[..fits]);
        BytesLeft -= fits;
        if (fits < buffer.Length && ThrowsWhenFull)
        {
            throw new IOException("No space left on device");
        }
    }
}
