using Viam.Billing.Parameters;

namespace Viam.Billing;

/// <summary>
/// An organization as an argument: its ID, its name, a name with wildcards, or the organization itself. PowerShell makes
/// one of nothing else, so that an object of another kind is an error and never sent as text.
/// </summary>
public sealed class OrganizationIdentity : IIdentity<OrganizationIdentity>
{
    /// <param name="value">An ID, which is anything that can be read as a UUID, or else a name.</param>
    public OrganizationIdentity(string value)
    {
        Text = value ?? "";
        Id = OrganizationIds.TryNormalize(value, out var id) ? id : null;
    }

    public OrganizationIdentity(Guid organizationId)
    {
        Id = organizationId.ToString("D");
        Text = Id;
    }

    public OrganizationIdentity(Organization organization)
        : this((organization ?? throw new ArgumentNullException(nameof(organization))).OrganizationId) =>
        Organization = organization;

    /// <summary>As it was given.</summary>
    internal string Text { get; }

    /// <summary>The ID; null if a name was given.</summary>
    internal string? Id { get; }

    /// <summary>The organization itself, if it was given.</summary>
    internal Organization? Organization { get; }

    public override string ToString() => Text;

    static OrganizationIdentity? IIdentity<OrganizationIdentity>.From(object? value) => From(value);

    internal static OrganizationIdentity? From(object? value) =>
        value switch
        {
            string text => new(text),
            Guid id => new(id),
            Organization organization => new(organization),
            OrganizationIdentity identity => identity,
            _ => null,
        };
}
