using System.Text.RegularExpressions;
using DuckDB.NET.Data;
using Viam.Billing.Core.Tests.Support;
using Viam.Billing.Usage.Storage;
using static Viam.Billing.Core.Tests.Support.Snapshots;

namespace Viam.Billing.Core.Tests.Usage;

/// <summary>DuckDB reads the store with the queries of docs/usage-store.md.</summary>
public sealed partial class UsageStoreQueryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void QueriesOfPageReturnFinalAmountsAndExactCosts()
    {
        Save("acme", "2026-10-01", ("2026-10-20", 100.10m), ("2026-10-31T23:30:00Z", 155.30m));
        Save("acme", "2026-11-01", ("2026-11-03", 9.99m), ("2026-11-05", 20.01m));
        Save("bluewater", "2026-11-01", ("2026-11-05", 7.00m));

        var (subtotals, costs) = (Queries[0], Queries[1]);

        Assert.Equal(
            ["acme 2026-10 155.3", "acme 2026-11 20.01", "bluewater 2026-11 7"],
            Run(
                subtotals,
                static row => FormattableString.Invariant($"{row[0]} {row[1]} {Convert.ToDecimal(row[2]):0.##}")
            )
        );
        Assert.Equal(
            ["2026-10 PerMachine 155.30", "2026-11 PerMachine 27.01"],
            Run(costs, static row => FormattableString.Invariant($"{row[0]} {row[1]} {row[2]}"))
        );
    }

    private static string[] Queries
    {
        get
        {
            var page = File.ReadAllText(Path.Combine(Root, "docs", "usage-store.md")).ReplaceLineEndings("\n");
            string[] queries = [.. SqlBlock().Matches(page).Select(static match => match.Groups[1].Value)];
            Assert.Equal(2, queries.Length);
            return queries;
        }
    }

    /// <summary>The folder that has the solution.</summary>
    private static string Root
    {
        get
        {
            var folder = AppContext.BaseDirectory;
            while (!File.Exists(Path.Combine(folder, "Viam.Billing.slnx")))
            {
                folder = Path.GetDirectoryName(folder)!;
            }
            return folder;
        }
    }

    private void Save(string organizationId, string start, params (string ReadAt, decimal Amount)[] snapshots)
    {
        var store = new UsageStore(_folder.Path);
        foreach (var (readAt, amount) in snapshots)
        {
            store.Save(
                organizationId,
                One(readAt, amount, start),
                TimeSpan.Zero,
                TestContext.Current.CancellationToken
            );
        }
    }

    private string[] Run(string query, Func<object[], string> format)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"SET file_search_path = '{_folder.Path}'";
        command.ExecuteNonQuery();
        command.CommandText = query;
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
        {
            var values = new object[reader.FieldCount];
            reader.GetValues(values);
            rows.Add(format(values));
        }
        return [.. rows];
    }

    [GeneratedRegex("^```sql\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex SqlBlock();
}
