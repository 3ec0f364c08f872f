using System.Text.Json;
using CsCheck;
using Viam.Billing.Focus;

namespace Viam.Billing.Export.Tests;

/// <summary>What is exported is read by DuckDB, from both formats alike.</summary>
public sealed class FocusFileTests : FocusFileTest
{
    [Theory]
    [InlineData("1.2")]
    [InlineData("1.3")]
    [InlineData("1.4")]
    public async Task BothFormatsHaveTheSameRows(string version)
    {
        using var folder = new TemporaryFolder();
        FocusAccount[] accounts =
        [
            Account,
            new("0f3c6a52-0000-4000-8000-000000000002", null),
            new("0f3c6a52-0000-4000-8000-000000000003", " \"Acme\", Inc.\n=1+1"),
        ];
        FocusMonth[] months =
        [
            .. accounts.Select((account, i) => TestUsage.Month(account, 0, 480.00m, 0.000123m, -3.5m, 0m, 7m + i)),
        ];

        await ExportAsync(folder, FocusFormats.Csv, version, months);
        await ExportAsync(folder, Parquet, version, months);

        AssertSameRows(folder, "2026-11", FocusColumns.Of(FocusVersion.Parse(version)), rows: 18);
    }

    [Fact]
    public void RandomAmountsAreTheSameInBothFormats() =>
        Gen.Select(Gen.Decimal[-1_000_000_000_000m, 1_000_000_000_000m].Array[1, 20], Gen.String[0, 20])
            .Where(static input => input.Item2.All(static character => !char.IsSurrogate(character) && character != 0))
            .Sample(
                static input =>
                {
                    using var folder = new TemporaryFolder();
                    var month = TestUsage.Month(new FocusAccount("id", input.Item2), 0, input.Item1);
                    ExportAsync(folder, FocusFormats.Csv, "1.4", month).GetAwaiter().GetResult();
                    ExportAsync(folder, Parquet, "1.4", month).GetAwaiter().GetResult();
                    AssertSameRows(folder, "2026-11", FocusColumns.Of(FocusVersion.V14), month.Rows.Count);
                },
                iter: 20
            );

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task DuckDbReadsTypesAndSums(bool isParquet)
    {
        using var folder = new TemporaryFolder();
        var file = Assert.Single(
            await ExportAsync(folder, isParquet ? Parquet : FocusFormats.Csv, "1.4", TestUsage.Month(Account, 0, 480m))
        );

        Assert.Equal(505m, Convert.ToDecimal(DuckDb.Single($"SELECT sum(BilledCost) FROM '{file.Path}'"), Invariant));
        var types = DuckDb
            .Query($"DESCRIBE SELECT * FROM '{file.Path}'")
            .ToDictionary(static row => (string)row[0]!, static row => (string)row[1]!);
        Assert.Equal(isParquet ? "DECIMAL(38,9)" : "DOUBLE", types["BilledCost"]);
        Assert.Equal(isParquet ? "DECIMAL(38,9)" : "DOUBLE", types["PricingQuantity"]);
        Assert.StartsWith("TIMESTAMP", types["BillingPeriodStart"], StringComparison.Ordinal);
        Assert.Equal("BOOLEAN", types["x_ViamIsFinal"]);
        Assert.Equal(1L, DuckDb.Single($"SELECT count(*) FROM '{file.Path}' WHERE SkuId IS NULL"));
        Assert.Equal(
            new DateTimeOffset(TestUsage.Start).ToUnixTimeSeconds(),
            Convert.ToInt64(DuckDb.Single($"SELECT min(epoch(BillingPeriodStart)) FROM '{file.Path}'"), Invariant)
        );
    }

    [Fact]
    public async Task EachBillingPeriodHasAFileAndItsMetadata()
    {
        using var folder = new TemporaryFolder();

        var files = await ExportAsync(
            folder,
            Parquet,
            "1.3",
            TestUsage.Month(Account, 1, 20m),
            TestUsage.Month(Account, 0, 10m),
            TestUsage.Month(new FocusAccount("other", null), 0, 30m)
        );

        Assert.Equal(
            [("focus-2026-11.parquet", 2, 4, 90m), ("focus-2026-12.parquet", 1, 2, 45m)],
            files.Select(static file =>
                (Path.GetFileName(file.Path), file.AccountCount, file.RowCount, file.BilledCost)
            )
        );
        using var metadata = JsonDocument.Parse(await File.ReadAllTextAsync(files[0].MetadataPath, Token));
        Assert.Equal("1.3", metadata.RootElement.GetProperty("FocusVersion").GetString());
        Assert.Equal(
            FocusColumns.Of(FocusVersion.V13).Select(static column => column.Name),
            metadata
                .RootElement.GetProperty("ColumnDefinition")
                .EnumerateArray()
                .Select(static column => column.GetProperty("ColumnName").GetString())
        );
    }

    [Fact]
    public async Task NothingIsWrittenWithoutRows()
    {
        using var folder = new TemporaryFolder();

        Assert.Empty(await ExportAsync(folder, Parquet, "1.4"));
        Assert.Empty(Directory.GetFileSystemEntries(folder.FullName));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task TenThousandOrganizationsAreStreamedWithFlatMemory(bool isParquet)
    {
        using var folder = new TemporaryFolder();
        decimal[] costs = [.. Enumerable.Range(1, 19).Select(static i => i * 1.01m)];
        var used = new List<long>();
        await using var export = new FocusExport(
            folder.FullName,
            FocusVersion.V14,
            isParquet ? Parquet : FocusFormats.Csv
        );

        for (var i = 0; i < 10_000; i++)
        {
            await export.AddAsync(TestUsage.Month(new FocusAccount($"{i}", $"Organization {i}"), 0, costs), Token);
            if (i % 1000 == 999)
            {
                used.Add(GC.GetTotalMemory(forceFullCollection: true));
            }
        }
        var file = Assert.Single(await CompleteAsync(export));

        Assert.Equal(
            (200_000, 10_000, 10_000 * (costs.Sum() + 25m)),
            (file.RowCount, file.AccountCount, file.BilledCost)
        );
        // IDs of accounts are kept, 10,000 of them. The rows would take over 100 MB.
        Assert.InRange(used.Max() - used[0], long.MinValue, 20_000_000);
        Assert.Equal(200_000L, DuckDb.Single($"SELECT count(*) FROM '{file.Path}'"));
    }

    private static void AssertSameRows(
        TemporaryFolder folder,
        string period,
        IReadOnlyList<FocusColumn> columns,
        int rows
    )
    {
        var texts = DuckDb.Query(
            $"SELECT * FROM read_csv('{folder.GetPath($"focus-{period}.csv")}', header = true, all_varchar = true, "
                + "delim = ',', quote = '\"', escape = '\"', nullstr = '', allow_quoted_nulls = false, "
                + "new_line = '\\n')"
        );
        var values = DuckDb.Query(
            $"SELECT {string.Join(", ", columns.Select(Select))} FROM '{folder.GetPath($"focus-{period}.parquet")}'"
        );
        Assert.Equal(rows, texts.Count);
        Assert.Equal(rows, values.Count);
        for (var i = 0; i < rows; i++)
        {
            Assert.Equal(columns.Count, texts[i].Length);
            Assert.Equal(columns.Select((column, j) => Parse(column, (string?)texts[i][j])), values[i]);
        }
    }

    private static string Select(FocusColumn column) =>
        column.Type == FocusColumnType.DateTime ? $"epoch_us({column.Name})" : column.Name;
}
