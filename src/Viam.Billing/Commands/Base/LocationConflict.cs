using System.Management.Automation;
using Viam.Billing.Errors;
using Viam.Billing.Parameters;
using Viam.Billing.Services;

namespace Viam.Billing.Commands.Base;

/// <summary>Finds pipeline objects whose properties specify different locations.</summary>
internal static class LocationConflict
{
    /// <summary>
    /// Describes the properties if they specify different locations; otherwise null. A location is requested only if
    /// the texts differ.
    /// </summary>
    public static async Task<string?> FindAsync(
        PSObject input,
        LocationResolver locations,
        IBillingService service,
        CallContext call
    )
    {
        var given = LocationProperties.Find(input);
        if (LocationProperties.AreEqual(given))
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
            if (found != first && !(name == LocationProperties.NameProperty && found == text))
            {
                return LocationProperties.Describe(given);
            }
        }
        return null;
    }

    /// <summary>
    /// Throws an error if a location that was read isn't the one that other properties of its row specify. What they
    /// can't be compared with, because the location's name is unknown, isn't an error.
    /// </summary>
    public static void Check(LocationIdentity identity, LocationBillingOrganization read)
    {
        if (identity.Properties.Any(IsOther))
        {
            var properties = LocationProperties.Describe(identity.Properties);
            throw new ErrorRecordException(ErrorRecords.LocationConflict(properties, identity.Id, isChange: false));
        }

        bool IsOther((string Name, string Text) property) =>
            !Is(property.Text, read.LocationId) && read.LocationName is { } name && !Is(property.Text, name);

        static bool Is(string text, string other) =>
            string.Equals(text, other.Trim(), StringComparison.OrdinalIgnoreCase);
    }
}
