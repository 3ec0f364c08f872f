using System.Text.RegularExpressions;
using Viam.Billing.Usage;

namespace Viam.Billing.Reports.Page;

/// <summary>Converts resource types to words, such as PerMachine to "Per machine".</summary>
internal static partial class ResourceNames
{
    public static string Of(string? resourceType) =>
        resourceType switch
        {
            null => "All resources",
            _ when resourceType == UsageRowKey.Remainder.ResourceType => "Not itemized, such as fees",
            _ => InnerCapital().Replace(resourceType, static letter => " " + letter.Value.ToLowerInvariant()),
        };

    [GeneratedRegex("(?<=[a-z])[A-Z](?=[a-z])", RegexOptions.CultureInvariant)]
    private static partial Regex InnerCapital();
}
