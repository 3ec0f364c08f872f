using System.Buffers;
using Viam.Billing.Usage;
using Viam.Billing.Usage.Storage;

namespace Viam.Billing.Benchmarks;

/// <summary>
/// A usage store in a temporary folder: one snapshot per day of past months, and of the current month until yesterday.
/// </summary>
internal sealed class FleetStore : IDisposable
{
    /// <summary>Organizations that differ; the others have the same amounts.</summary>
    private const int Kinds = 16;

    private static readonly TimeSpan s_timeOfSnapshot = TimeSpan.FromHours(12);
    private readonly string _root = Directory.CreateTempSubdirectory("viam-billing-benchmarks-").FullName;
    private readonly Dictionary<(DateTime Start, int Kind), byte[]> _months = [];
    private readonly DateTime _today = DateTime.UtcNow.Date;

    /// <param name="pastMonths">The number of past months.</param>
    /// <param name="delay">The response delay of the organizations in milliseconds.</param>
    public FleetStore(int organizations, int pastMonths, int delay = 0)
    {
        OrganizationIds =
        [
            .. Enumerable.Range(0, organizations).Select(number => Invoices.Organization(12, delay, number)),
        ];
        for (var number = 0; number < organizations; number++)
        {
            Directory.CreateDirectory(FolderOf(number));
            for (var month = 1; month <= pastMonths; month++)
            {
                Write(number, CurrentMonth.AddMonths(-month));
            }
        }
        Reset();
        File.WriteAllLines(IdFile, OrganizationIds);
    }

    public IReadOnlyList<string> OrganizationIds { get; }

    /// <summary>The folder of the store.</summary>
    public string Folder => _root;

    /// <summary>The organization IDs, one per line.</summary>
    public string IdFile => Path.Combine(_root, "organizations.txt");

    private DateTime CurrentMonth => new(_today.Year, _today.Month, 1, 0, 0, 0, DateTimeKind.Utc);

    public string CurrentFile(int number) => FileOf(number, CurrentMonth);

    /// <summary>Writes the files of the current month again, without what was added to them.</summary>
    public void Reset()
    {
        for (var number = 0; number < OrganizationIds.Count; number++)
        {
            Write(number, CurrentMonth);
        }
    }

    /// <summary>Removes the files of the current month, as if it were the first day of the month.</summary>
    public void RemoveCurrentFiles()
    {
        for (var number = 0; number < OrganizationIds.Count; number++)
        {
            File.Delete(CurrentFile(number));
        }
    }

    /// <summary>Reads the bytes of all files.</summary>
    public long ReadFiles()
    {
        var bytes = 0L;
        Parallel.For(
            0,
            OrganizationIds.Count,
            number =>
            {
                foreach (var file in Directory.EnumerateFiles(FolderOf(number)))
                {
                    Interlocked.Add(ref bytes, File.ReadAllBytes(file).Length);
                }
            }
        );
        return bytes;
    }

    /// <summary>The lines that the module added.</summary>
    public byte[][] TakeLastLines()
    {
        var today = FormattableString.Invariant($"\"at\":\"{DateTime.UtcNow:yyyy-MM-dd}");
        var lines = new byte[OrganizationIds.Count][];
        for (var number = 0; number < lines.Length; number++)
        {
            var text = File.ReadAllText(CurrentFile(number));
            var line = text[(text.LastIndexOf('\n', text.Length - 2) + 1)..];
            if (!line.Contains(today, StringComparison.Ordinal))
            {
                throw new InvalidOperationException("A snapshot wasn't saved.");
            }
            lines[number] = System.Text.Encoding.UTF8.GetBytes(line);
        }
        return lines;
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private string FolderOf(int number) => Path.Combine(_root, "usage", OrganizationIds[number]);

    private string FileOf(int number, DateTime month) =>
        Path.Combine(FolderOf(number), FormattableString.Invariant($"{month:yyyy-MM}.jsonl"));

    private void Write(int number, DateTime month)
    {
        var key = (month, number % Kinds);
        if (!_months.TryGetValue(key, out var bytes))
        {
            _months.Add(key, bytes = Format(month, number % Kinds));
        }
        // On the first day of a month there is nothing to write.
        if (bytes.Length > 0)
        {
            var file = FileOf(number, month);
            File.WriteAllBytes(file, bytes);
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            }
        }
    }

    private byte[] Format(DateTime month, int kind)
    {
        var output = new ArrayBufferWriter<byte>();
        var end = month.AddMonths(1);
        for (var day = month; day < end && day < _today; day = day.AddDays(1))
        {
            var isLast = day.AddDays(1) == end;
            UsageRecordFormat.Write(
                output,
                UsageSnapshot.Create(
                    isLast ? end : day + s_timeOfSnapshot,
                    month,
                    end,
                    FleetUsage.Subtotal(day.Day, kind),
                    FleetUsage.Sources(day.Day, kind)
                )!
            );
            output.Write("\n"u8);
        }
        return output.WrittenSpan.ToArray();
    }
}
