using System.Text.RegularExpressions;
using Viam.Billing.Focus;
using Viam.Billing.Usage;
using Viam.Billing.Usage.Storage;

namespace Viam.Billing.Export.Tests;

/// <summary>The queries of docs/recipes.md run as they are.</summary>
public sealed partial class RecipeTests
{
    private static readonly string s_page = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "recipes.md"));

    [Fact]
    public async Task QueriesReadTheStoreAndFocusFiles()
    {
        using var folder = new TemporaryFolder();
        var store = new UsageStore(folder.FullName);
        var months = new List<FocusMonth>();
        for (var i = 0; i < 12; i++)
        {
            var snapshot = Snapshot(TestUsage.Start.AddDays(3), 10m * i, cost: 8m * i, discount: 0);
            var last = Snapshot(TestUsage.Start.AddMonths(1), 100m * i, cost: 90m * i, discount: i);
            store.Save($"org-{i}", snapshot, TimeSpan.Zero, TestContext.Current.CancellationToken);
            store.Save($"org-{i}", last, TimeSpan.Zero, TestContext.Current.CancellationToken);
            months.Add(
                FocusRows.From(
                    new UsageMonth([snapshot, last]),
                    new FocusAccount($"org-{i}", $"Organization {i}"),
                    new FocusOptions()
                )
            );
        }
        Directory.CreateDirectory(folder.GetPath("focus"));
        await using (var export = new FocusExport(folder.GetPath("focus"), FocusVersion.V14, new ParquetFocusFormat()))
        {
            foreach (var month in months)
            {
                await export.AddAsync(month, TestContext.Current.CancellationToken);
            }
            await export
                .CompleteAsync(TestUsage.Start, TestContext.Current.CancellationToken)
                .ToListAsync(TestContext.Current.CancellationToken);
        }

        var results = SqlBlock()
            .Matches(s_page)
            .Select(match => DuckDb.Query($"SET file_search_path = '{folder.FullName}'", match.Groups[1].Value))
            .ToArray();

        Assert.Equal(3, results.Length);
        Assert.Equal(12, results[0].Count);
        Assert.Contains(results[0], static row => row is ["org-7", "2026-11", 700m]);
        Assert.Equal(100m * 66, results[1].Sum(static row => (decimal)row[2]!));
        Assert.Equal(10, results[2].Count);
        Assert.Equal(["org-11", "Organization 11", 1100m, 11m], results[2][0]);
    }

    private static UsageSnapshot Snapshot(DateTime readAt, decimal subtotal, decimal cost, decimal discount) =>
        UsageSnapshot.Create(
            readAt,
            TestUsage.Start,
            endDate: null,
            subtotal,
            [
                new SourceUsage
                {
                    Type = "Org",
                    Tier = "standard",
                    Discount = discount,
                    Costs = [new ResourceCost("PerMachine", cost)],
                },
            ]
        )!;

    [GeneratedRegex("(?ms)^```sql\r?\n(.*?)^```")]
    private static partial Regex SqlBlock();
}
