namespace Viam.Billing.Usage.Storage;

/// <summary>
/// Reads lines as the store writes them several times faster than <see cref="UsageRecordReader"/>, which reads all
/// others. Lines with the same rows share their names. Not safe for concurrent use.
/// </summary>
internal sealed class UsageLineReader
{
    private readonly List<decimal> _amounts = [];
    private readonly List<Range> _names = [];
    private readonly List<int> _costCounts = [];
    private UsagePeriod? _period;
    private (DateTime Start, DateTime End) _reportedPeriod;
    private UsageLayoutText? _layout;

    /// <returns>The snapshot; null if the line isn't of that form, which doesn't mean that it is invalid.</returns>
    public UsageSnapshot? TryRead(ReadOnlySpan<byte> line)
    {
        var scanner = new LineScanner(line);
        return
            scanner.TrySkip("{\"v\":1,\"at\":\""u8)
            && scanner.TryReadTime(out var readAt)
            && scanner.TrySkip("\",\"start\":\""u8)
            && scanner.TryReadTime(out var start)
            && scanner.TrySkip("\",\"end\":\""u8)
            && scanner.TryReadTime(out var end)
            && scanner.TrySkip("\",\"subtotal\":"u8)
            && scanner.TryReadAmount(out var subtotal)
            && scanner.TrySkip(",\"sources\":["u8)
            && TryReadSources(line, ref scanner)
            && scanner.TrySkip("]}"u8)
            && scanner.IsAtEnd
            && UsageRecordReader.IsPossible(readAt)
            && FindPeriod(start, end) is { } period
            && FindLayout(line) is { } layout
            ? UsageSnapshot.Create(period, readAt, subtotal, new UsageAmounts(layout, [.. _amounts]))
            : null;
    }

    private bool TryReadSources(ReadOnlySpan<byte> line, ref LineScanner scanner)
    {
        _amounts.Clear();
        _names.Clear();
        _costCounts.Clear();
        if (!scanner.TrySkip((byte)'{'))
        {
            // No sources.
            return true;
        }
        do
        {
            if (!TryReadSource(line, ref scanner))
            {
                return false;
            }
        } while (scanner.TrySkip(",{"u8));
        return true;
    }

    private bool TryReadSource(ReadOnlySpan<byte> line, ref LineScanner scanner) =>
        scanner.TrySkip("\"type\":"u8)
        && TryReadName(line, ref scanner)
        && scanner.TrySkip(",\"tier\":"u8)
        && TryReadName(line, ref scanner)
        && scanner.TrySkip(",\"discount\":"u8)
        && TryReadAmount(ref scanner)
        && scanner.TrySkip(",\"with\":"u8)
        && TryReadAmount(ref scanner)
        && scanner.TrySkip(",\"without\":"u8)
        && TryReadAmount(ref scanner)
        && scanner.TrySkip(",\"costs\":{"u8)
        && TryReadCosts(line, ref scanner)
        && scanner.TrySkip("}}"u8);

    private bool TryReadCosts(ReadOnlySpan<byte> line, ref LineScanner scanner)
    {
        var count = 0;
        if (scanner.IsAt((byte)'"'))
        {
            do
            {
                if (!TryReadName(line, ref scanner) || !scanner.TrySkip((byte)':') || !TryReadAmount(ref scanner))
                {
                    return false;
                }
                count++;
            } while (scanner.TrySkip((byte)','));
        }
        _costCounts.Add(count);
        return true;
    }

    private bool TryReadName(ReadOnlySpan<byte> line, ref LineScanner scanner)
    {
        if (!scanner.TryReadText(out var text))
        {
            return false;
        }
        line.Overlaps(text, out var start);
        _names.Add(start..(start + text.Length));
        return true;
    }

    private bool TryReadAmount(ref LineScanner scanner)
    {
        var isAmount = scanner.TryReadAmount(out var amount);
        _amounts.Add(amount);
        return isAmount;
    }

    private UsagePeriod? FindPeriod(DateTime start, DateTime end)
    {
        if (_period is null || _reportedPeriod != (start, end))
        {
            _period = UsageRecordReader.FindPeriod(start, end);
            _reportedPeriod = (start, end);
        }
        return _period;
    }

    private UsageLayout? FindLayout(ReadOnlySpan<byte> line)
    {
        if (_layout?.Has(line, _names, _costCounts) != true)
        {
            _layout = UsageLayoutText.Create(line, _names, _costCounts);
        }
        return _layout?.Layout;
    }
}
