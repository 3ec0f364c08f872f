using System.Globalization;
using System.Text.RegularExpressions;
using Viam.Billing.Usage;
using Viam.Billing.Usage.Storage;

namespace Viam.Billing.Export.Tests;

/// <summary>DuckDB reads the usage store with the queries of docs/usage-store.md.</summary>
public sealed partial class UsageStoreQueryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void QueriesOfPageReturnLatestSubtotalsAndExactCosts()
    {
        Save("acme", "2026-10-01", ("2026-10-20", 100.10m), ("2026-10-31 23:30", 155.30m));
        Save("acme", "2026-11-01", ("2026-11-03", 9.99m), ("2026-11-05", 20.01m));
        Save("bluewater", "2026-11-01", ("2026-11-05", 7.00m));

        var queries = ReadQueries();

        Assert.Equal(2, queries.Length);
        Assert.Equal(
            ["acme 2026-10 155.3", "acme 2026-11 20.01", "bluewater 2026-11 7"],
            DuckDb
                .Query(queries[0])
                .Select(static row => FormattableString.Invariant($"{row[0]} {row[1]} {row[2]:0.##}"))
        );
        Assert.Equal(
            ["2026-10 PerMachine 155.30", "2026-11 PerMachine 27.01"],
            DuckDb
                .Query(queries[1])
                .Select(static row =>
                    FormattableString.Invariant($"{row[0]} {row[1]} {Assert.IsType<decimal>(row[2]):0.00}")
                )
        );
    }

    /// <summary>The page's queries, for the store of the test instead of the current folder.</summary>
    private string[] ReadQueries()
    {
        var root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "Viam.Billing.slnx")))
        {
            root = Path.GetDirectoryName(root)!;
        }
        var page = File.ReadAllText(Path.Combine(root, "docs", "usage-store.md")).ReplaceLineEndings("\n");
        var store = _folder.FullName.Replace('\\', '/');
        return
        [
            .. SqlBlock()
                .Matches(page)
                .Select(match =>
                    match.Groups[1].Value.Replace("'usage/*", $"'{store}/usage/*", StringComparison.Ordinal)
                ),
        ];
    }

    private void Save(string organizationId, string start, params (string ReadAt, decimal Amount)[] snapshots)
    {
        foreach (var (readAt, amount) in snapshots)
        {
            var source = new SourceUsage
            {
                Type = "Org",
                Tier = "standard",
                Discount = 0,
                TotalWithDiscount = amount,
                TotalWithoutDiscount = amount,
                Costs = [new ResourceCost("PerMachine", amount)],
            };
            var snapshot = UsageSnapshot.Create(Utc(readAt), Utc(start), endDate: null, amount, [source])!;
            new UsageStore(_folder.FullName).Save(organizationId, snapshot, TimeSpan.Zero);
        }
    }

    private static DateTime Utc(string text) =>
        DateTime.Parse(
            text,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal
        );

    [GeneratedRegex("^```sql\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex SqlBlock();
}
