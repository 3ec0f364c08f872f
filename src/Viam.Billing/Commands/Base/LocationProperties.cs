using System.Management.Automation;
using Viam.Billing.Parameters;
using Viam.Billing.Services;

namespace Viam.Billing.Commands.Base;

/// <summary>The properties of a pipeline object that specify a location, of which PowerShell binds only one.</summary>
internal static class LocationProperties
{
    private const string Name = "LocationName";
    private static readonly string[] s_names = ["LocationId", "Location", Name];

    /// <summary>
    /// Describes the properties if they specify different locations; otherwise null. A location is requested only if
    /// the texts differ.
    /// </summary>
    public static async Task<string?> FindConflictAsync(
        PSObject input,
        LocationResolver locations,
        IBillingService service,
        CallContext call
    )
    {
        var given = s_names
            .Select(name => (Name: name, Text: input.Properties[name]?.Value?.ToString()?.Trim() ?? ""))
            .Where(static property => property.Text.Length > 0)
            .ToArray();
        if (given.DistinctBy(static property => property.Text, StringComparer.OrdinalIgnoreCase).Count() < 2)
        {
            return null;
        }
        var first = await locations
            .FindIdAsync(new LocationIdentity(given[0].Text), service, call)
            .ConfigureAwait(false);
        foreach (var (name, text) in given.Skip(1))
        {
            var found = await locations.FindIdAsync(new LocationIdentity(text), service, call).ConfigureAwait(false);
            // If the list of locations is denied, a name can't be compared.
            if (found != first && !(name == Name && found == text))
            {
                return string.Join(", ", given.Select(static property => $"{property.Name} = '{property.Text}'"));
            }
        }
        return null;
    }
}
