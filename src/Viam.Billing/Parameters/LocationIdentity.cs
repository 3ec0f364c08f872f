using Viam.Billing.Parameters;

namespace Viam.Billing;

/// <summary>
/// A location as a cmdlet parameter: its ID, or the location itself. Other types aren't converted, so that an object of
/// another type is an error and isn't sent as text.
/// </summary>
public sealed class LocationIdentity : IIdentity<LocationIdentity>
{
    public LocationIdentity(string locationId) => Id = locationId ?? "";

    public LocationIdentity(Guid locationId) => Id = locationId.ToString("D");

    public LocationIdentity(Location location)
        : this((location ?? throw new ArgumentNullException(nameof(location))).LocationId) => Location = location;

    internal string Id { get; }

    /// <summary>True if the value means no location, such as a number.</summary>
    internal bool IsInvalid { get; private init; }

    /// <summary>The location itself; null if an ID was specified.</summary>
    internal Location? Location { get; }

    public override string ToString() => Id;

    static LocationIdentity? IIdentity<LocationIdentity>.FromInvalid(object? value) =>
        value is ValueType ? new(OrganizationIdentity.ToText(value)) { IsInvalid = true } : null;

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
