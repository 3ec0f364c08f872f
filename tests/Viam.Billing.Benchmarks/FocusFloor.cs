using CsvHelper;
using Parquet;
using Parquet.Schema;
using Viam.Billing.Focus;
using Viam.Billing.Usage.Storage;

namespace Viam.Billing.Benchmarks;

/// <summary>The rows of an export, written by a loop to one file per billing period.</summary>
internal sealed class FocusFloor
{
    private const int GroupSize = 10_000;

    private static readonly CsvWriterOptions s_options = new()
    {
        NewLine = "\n",
        TrueValue = "true",
        FalseValue = "false",
    };

    private readonly string _folder;
    private readonly (string Month, FocusRow[] Rows)[] _months;

    /// <param name="folder">The folder of a usage store, in which the files are written too.</param>
    public FocusFloor(string folder)
    {
        _folder = folder;
        _months =
        [
            .. ReadMonths()
                .GroupBy(static month => month.Period.Name)
                .Select(static group => (group.Key, group.SelectMany(static month => month.Rows).ToArray())),
        ];
        RowCount = _months.Sum(static month => month.Rows.Length);
    }

    /// <summary>About 13 per day of a year.</summary>
    public static int RowsPerOrganization => 13 * 365;

    public int RowCount { get; }

    /// <summary>
    /// Measures the loop in a new process, after a small store, because the shell that exports is a new process too.
    /// </summary>
    public static FleetResult Measure(FleetStore store, FleetStore warmUp, string format) =>
        FleetResult.OfProcess(
            Environment.ProcessPath!,
            [.. BenchmarkServer.OwnArguments(), "focus-floor", warmUp.Folder, store.Folder, format]
        );

    /// <summary>Measures the loop in this process.</summary>
    public static FleetResult Measure(string warmUpFolder, string folder, string format)
    {
        new FocusFloor(warmUpFolder).Write(format);
        var floor = new FocusFloor(folder);
        GC.Collect();
        return FleetResult.Of(() => floor.Write(format));
    }

    /// <summary>Reads the snapshots and creates the rows, without writing them.</summary>
    public int CreateRows() => ReadMonths().Sum(static month => month.Rows.Count);

    public void Write(string format)
    {
        foreach (var (month, rows) in _months)
        {
            if (format == "Csv")
            {
                WriteText(PathOf(month, ".csv"), rows);
            }
            else
            {
                WriteParquetAsync(PathOf(month, ".parquet"), rows).GetAwaiter().GetResult();
            }
        }
    }

    /// <summary>Makes sure that the text files are those of the module.</summary>
    public void Verify()
    {
        foreach (var (month, _) in _months)
        {
            var own = File.ReadAllBytes(PathOf(month, ".csv"));
            var exported = File.ReadAllBytes(Path.Combine(_folder, $"focus-{month}.csv"));
            if (!own.AsSpan().SequenceEqual(exported))
            {
                throw new InvalidOperationException($"The files of {month} differ.");
            }
        }
    }

    private IEnumerable<FocusMonth> ReadMonths()
    {
        var source = new UsageStore(_folder);
        var options = new FocusOptions { IsDaily = true };
        return source.OrganizationIds.SelectMany(id =>
            source
                .Read(id)
                .Months.Where(FocusRows.IsFinal)
                .Select(month => FocusRows.From(month, new FocusAccount(id, null), options))
        );
    }

    private string PathOf(string month, string extension) => Path.Combine(_folder, $"floor-{month}{extension}");

    private static void WriteText(string path, FocusRow[] rows)
    {
        using var file = File.Create(path);
        using var writer = CsvWriter.Create(file, s_options, leaveOpen: true);
        foreach (var column in BareColumn.All)
        {
            writer.WriteField(column.Field.Name);
        }
        writer.EndRecord();
        foreach (var row in rows)
        {
            foreach (var column in BareColumn.All)
            {
                column.Write(writer, row);
            }
            writer.EndRecord();
        }
        writer.Flush();
        file.Flush(flushToDisk: true);
    }

    private static async Task WriteParquetAsync(string path, FocusRow[] rows)
    {
        await using var file = File.Create(path);
        var schema = new ParquetSchema(BareColumn.All.Select(static column => column.Field));
        var options = new ParquetOptions { CompressionMethod = CompressionMethod.Snappy };
        await using (var writer = await ParquetWriter.CreateAsync(schema, file, options))
        {
            foreach (var rowsOfGroup in rows.Chunk(GroupSize))
            {
                using var group = writer.CreateRowGroup();
                foreach (var column in BareColumn.All)
                {
                    await column.WriteAsync(group, rowsOfGroup);
                }
                group.CompleteValidate();
            }
        }
        file.Flush(flushToDisk: true);
    }
}
