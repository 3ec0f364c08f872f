using Viam.Billing.Charging.Ledger;

namespace Viam.Billing.Core.Tests.Charging;

/// <summary>Detection and repair of a damaged charge ledger.</summary>
public sealed class LedgerDamageTests : LedgerTest
{
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
}
