using System.Management.Automation;
using Viam.Billing.Text;

namespace Viam.Billing.Parameters;

/// <summary>The properties of a pipeline object that specify a location, of which PowerShell binds only one.</summary>
internal static class LocationProperties
{
    /// <summary>The property that can only be a name.</summary>
    public const string NameProperty = "LocationName";

    private static readonly string[] s_names = ["LocationId", "Location", NameProperty];

    /// <summary>The properties that aren't blank, in the order in which PowerShell binds them.</summary>
    public static (string Name, string Text)[] Find(PSObject row) =>
        [
            .. s_names
                .Select(name => (Name: name, Text: row.Properties[name]?.Value?.ToString()?.Trim() ?? ""))
                .Where(static property => property.Text.Length > 0),
        ];

    /// <summary>True if all properties have the same text.</summary>
    public static bool AreEqual((string Name, string Text)[] given) =>
        given.DistinctBy(static property => property.Text, StringComparer.OrdinalIgnoreCase).Count() < 2;

    /// <summary>True if a property isn't text, which PowerShell's binder has to convert or reject.</summary>
    public static bool HasOtherValues(PSObject row) =>
        s_names.Any(name =>
            row.Properties[name]?.Value is not (null or string or Guid or PSObject { BaseObject: string })
        );

    /// <summary>The properties with their texts, for messages.</summary>
    public static string Describe((string Name, string Text)[] given) =>
        string.Join(", ", given.Select(static property => $"{property.Name} = '{ForeignText.Excerpt(property.Text)}'"));
}
