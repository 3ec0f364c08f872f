using Viam.Billing.Parameters;

namespace Viam.Billing;

/// <summary>
/// A location as an argument: its ID, or the location itself. PowerShell makes one of nothing else, so that an object of
/// another kind is an error and never sent as text.
/// </summary>
public sealed class LocationIdentity : IIdentity<LocationIdentity>
{
    public LocationIdentity(string locationId) => Id = locationId ?? "";

    public LocationIdentity(Guid locationId) => Id = locationId.ToString("D");

    public LocationIdentity(Location location)
        : this((location ?? throw new ArgumentNullException(nameof(location))).LocationId) => Location = location;

    internal string Id { get; }

    /// <summary>The location itself, if it was given.</summary>
    internal Location? Location { get; }

    public override string ToString() => Id;

    static LocationIdentity? IIdentity<LocationIdentity>.From(object? value) =>
        value switch
        {
            string id => new(id),
            Guid id => new(id),
            Location location => new(location),
            LocationIdentity identity => identity,
            _ => null,
        };
}
