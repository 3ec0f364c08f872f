using DuckDB.NET.Data;

namespace Viam.Billing.Export.Tests;

/// <summary>DuckDB in memory.</summary>
internal static class DuckDb
{
    public static IReadOnlyList<object?[]> Query(string sql)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<object?[]>();
        while (reader.Read())
        {
            rows.Add([
                .. Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? null : reader.GetValue(i)),
            ]);
        }
        return rows;
    }

    public static object? Single(string sql) => Assert.Single(Assert.Single(Query(sql)));
}
