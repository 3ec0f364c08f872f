using System.Buffers;
using System.Text.Json;
using Viam.Billing.Files;

namespace Viam.Billing.Usage.Storage;

/// <summary>The lines of one file of the store: the snapshots of one billing period of an organization.</summary>
/// <param name="month">The month in the file's name; see <see cref="UsagePeriod.Name"/>.</param>
/// <param name="keepsLines">True if the file will be read again; see <see cref="ReadAgain"/>.</param>
internal sealed class UsageMonthFile(string month, bool keepsLines = false) : ILineFormat
{
    private readonly List<UsageSnapshot> _snapshots = [];
    private readonly UsageLineReader _reader = new();
    private readonly List<byte[]>? _lines = keepsLines ? [] : null;
    private UsageMonthFile? _before;

    public string Name => month;

    /// <summary>The snapshots, in the order in which they were saved.</summary>
    public IReadOnlyList<UsageSnapshot> Snapshots => _snapshots;

    private static ReadOnlySpan<byte> Start => "{\"v\":"u8;

    /// <summary>Appends a snapshot to the file that contains these lines.</summary>
    /// <exception cref="AppendFailedException">The snapshot may not have been written to the disk.</exception>
    public static void Append(AppendOnlyFile file, UsageSnapshot snapshot)
    {
        var line = new ArrayBufferWriter<byte>();
        UsageRecordFormat.Write(line, snapshot);
        file.Append(line.WrittenSpan);
    }

    /// <summary>Starts to read the file again. Lines that are still the same aren't parsed again.</summary>
    public UsageMonthFile ReadAgain() => new(month) { _before = this };

    /// <summary>
    /// Decides whether another snapshot must be saved: if no stored one was read within an interval before or after it,
    /// or if it makes the period final.
    /// </summary>
    public bool Takes(UsageSnapshot next, TimeSpan minimumInterval)
    {
        var isNew = _snapshots.TrueForAll(stored => (next.ReadAt - stored.ReadAt).Duration() >= minimumInterval);
        return isNew || (IsFinal(next) && !_snapshots.Exists(IsFinal));
    }

    bool ILineFormat.TryTake(ReadOnlySpan<byte> line)
    {
        var snapshot = _before?.Find(_snapshots.Count, line) ?? _reader.TryRead(line) ?? UsageRecordFormat.Read(line);
        // The snapshots of another month would count twice, there and here.
        if (snapshot is null || !IsInMonth(snapshot.Period))
        {
            return false;
        }
        _snapshots.Add(snapshot);
        _lines?.Add(line.ToArray());
        return true;
    }

    /// <summary>An incomplete line, or one with missing blocks, which are read as zeros.</summary>
    bool ILineFormat.IsTorn(ReadOnlySpan<byte> line, bool hasEnd) =>
        line.Contains((byte)0) || (!hasEnd && (line.StartsWith(Start) || Start.StartsWith(line)) && !IsComplete(line));

    /// <summary>A complete line that isn't a snapshot of the month wasn't being written when power failed.</summary>
    private static bool IsComplete(ReadOnlySpan<byte> line)
    {
        var reader = new Utf8JsonReader(line);
        try
        {
            reader.Read();
            reader.Skip();
            return !reader.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>The snapshot of a line; null if it wasn't at that position.</summary>
    private UsageSnapshot? Find(int index, ReadOnlySpan<byte> line) =>
        index < _lines?.Count && line.SequenceEqual(_lines[index]) ? _snapshots[index] : null;

    private bool IsInMonth(UsagePeriod period) =>
        (_snapshots.Count > 0 && _snapshots[^1].Period == period) || period.Name == month;

    private static bool IsFinal(UsageSnapshot snapshot) =>
        snapshot.ReadAt >= snapshot.Period.End - CostCurve.FinalTolerance;
}
