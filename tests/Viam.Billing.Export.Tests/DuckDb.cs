using DuckDB.NET.Data;

namespace Viam.Billing.Export.Tests;

/// <summary>DuckDB in memory.</summary>
internal static class DuckDb
{
    public static IReadOnlyList<object?[]> Query(string sql) => Query("SET threads = 1", sql);

    /// <param name="settings">A statement before the query.</param>
    public static IReadOnlyList<object?[]> Query(string settings, string sql)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = settings;
        command.ExecuteNonQuery();
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
