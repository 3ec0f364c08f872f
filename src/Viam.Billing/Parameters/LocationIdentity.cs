using System.Management.Automation;
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

    /// <summary>
    /// The properties of the row with the location, if their texts differ. They can be the ID and the name of one
    /// location.
    /// </summary>
    internal (string Name, string Text)[] Properties { get; private init; } = [];

    RowProblem? IIdentity.RowProblem => RowProblem;

    private RowProblem? RowProblem { get; init; }

    public override string ToString() => Id;

    static LocationIdentity? IIdentity<LocationIdentity>.FromRow(PSObject row)
    {
        if (RowProblem.FindSeparator(row) is { } problem)
        {
            return new(row.ToString()) { IsInvalid = true, RowProblem = problem };
        }
        var given = LocationProperties.Find(row);
        return LocationProperties.AreEqual(given) || LocationProperties.HasOtherValues(row)
            ? null
            : new(given[0].Text) { Properties = given };
    }

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
