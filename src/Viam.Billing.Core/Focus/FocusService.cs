namespace Viam.Billing.Focus;

/// <summary>
/// A Viam service in FOCUS. Each has one category, because the specification requires the same category for all rows of
/// a service name.
/// </summary>
internal sealed record FocusService(string Name, string Category, string Subcategory)
{
    private static readonly FocusService s_fleet = new("Viam Fleet Management", "Internet of Things", "IoT Platforms");
    private static readonly FocusService s_modules = new(
        "Viam Registry Modules",
        "Developer Tools",
        "Developer Platforms"
    );
    private static readonly FocusService s_compute = new("Viam Compute", "Compute", "Other (Compute)");
    private static readonly FocusService s_storage = new("Viam Cloud Storage", "Storage", "Object Storage");
    private static readonly FocusService s_database = new("Viam Tabular Database", "Databases", "Other (Databases)");
    private static readonly FocusService s_transfer = new("Viam Data Transfer", "Networking", "Other (Networking)");
    private static readonly FocusService s_pipelines = new("Viam Data Pipelines", "Analytics", "Data Processing");
    private static readonly FocusService s_triggers = new("Viam Triggers", "Integration", "Messaging");

    /// <summary>For adjustments, and for resource types that this version doesn't know.</summary>
    public static readonly FocusService Other = new("Viam Other", "Other", "Other (Other)");

    /// <param name="resourceType">The resource type, such as PerMachine.</param>
    public static FocusService Of(string resourceType) =>
        resourceType switch
        {
            "PerMachine" or "RemoteControl" => s_fleet,
            "PremiumModule" => s_modules,
            "StandardCompute" => s_compute,
            "PipelineSinkCompute" => s_pipelines,
            "TriggerNotification" => s_triggers,
            _ when resourceType.StartsWith("TabularDataDatabase", StringComparison.Ordinal) => s_database,
            _ when resourceType.EndsWith("CloudStorage", StringComparison.Ordinal) => s_storage,
            _ when resourceType.EndsWith("Upload", StringComparison.Ordinal) => s_transfer,
            _ when resourceType.EndsWith("Egress", StringComparison.Ordinal) => s_transfer,
            _ => Other,
        };

    /// <summary>
    /// The service's name of a resource type, such as PER_MACHINE for PerMachine, and UNKNOWN_99 for Unknown(99).
    /// </summary>
    public static string SkuOf(string resourceType)
    {
        var sku = new System.Text.StringBuilder(resourceType.Length + 8);
        foreach (var character in resourceType)
        {
            if (char.IsAsciiLetterUpper(character) && sku.Length > 0)
            {
                sku.Append('_');
            }
            if (char.IsAsciiLetterOrDigit(character))
            {
                sku.Append(char.ToUpperInvariant(character));
            }
            else if (sku.Length > 0 && character == '(')
            {
                sku.Append('_');
            }
        }
        return sku.ToString();
    }
}
