using System.Text.Json;
using System.Text.Json.Nodes;

namespace Viam.Billing.Focus;

/// <summary>Describes a FOCUS file, in the terms of the specification's schema metadata.</summary>
internal static class FocusMetadata
{
    public const int Precision = 38;
    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true, NewLine = "\n" };

    public static byte[] Describe(FocusVersion version, IReadOnlyList<FocusColumn> columns, DateTime created)
    {
        var generator = typeof(FocusMetadata).Assembly.GetName().Version!.ToString(3);
        var schema = new JsonObject
        {
            ["SchemaId"] = $"viam-billing-{generator}-focus-{version.Name}",
            ["FocusVersion"] = version.Name,
            ["CreationDate"] = $"{created:yyyy-MM-dd'T'HH:mm:ss'Z'}",
            ["DataGenerator"] = "Viam.Billing",
            ["DataGeneratorVersion"] = generator,
            ["ColumnDefinition"] = new JsonArray([.. columns.Select(Describe)]),
        };
        return [.. JsonSerializer.SerializeToUtf8Bytes(schema, s_indented), (byte)'\n'];
    }

    private static JsonObject Describe(FocusColumn column)
    {
        var definition = new JsonObject
        {
            ["ColumnName"] = column.Name,
            ["DataType"] = column.Type.ToString().ToUpperInvariant(),
        };
        switch (column.Type)
        {
            case FocusColumnType.Decimal:
                definition["NumericPrecision"] = Precision;
                definition["NumberScale"] = FocusRowBuilder.Scale;
                break;
            case FocusColumnType.String:
                definition["StringEncoding"] = "UTF-8";
                break;
            default:
                break;
        }
        return definition;
    }
}
