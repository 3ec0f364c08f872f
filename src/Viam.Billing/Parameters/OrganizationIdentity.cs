using System.Management.Automation;
using Viam.Billing.Parameters;

namespace Viam.Billing;

/// <summary>
/// An organization as a cmdlet parameter: its ID, its name, a name with wildcards, or the organization itself. Other
/// types, such as numbers, aren't converted, so that an object of another type is an error and isn't sent as text.
/// </summary>
public sealed class OrganizationIdentity : IIdentity<OrganizationIdentity>
{
    /// <param name="value">An ID, which is any text that can be parsed as a UUID, or otherwise a name.</param>
    public OrganizationIdentity(string value)
    {
        Text = value ?? "";
        Id = OrganizationIds.TryNormalize(value, out var id) ? id : null;
        IsExactId = Guid.TryParseExact(Text.Trim(), "D", out _);
    }

    public OrganizationIdentity(Guid organizationId)
    {
        Id = organizationId.ToString("D");
        Text = Id;
        IsExactId = true;
    }

    public OrganizationIdentity(Organization organization)
        : this((organization ?? throw new ArgumentNullException(nameof(organization))).OrganizationId) =>
        (Organization, IsExactId) = (organization, Id is not null);

    /// <summary>The text as specified.</summary>
    internal string Text { get; }

    /// <summary>The ID; null if a name was specified.</summary>
    internal string? Id { get; }

    /// <summary>True for an ID as the service writes it. Text in another form of a UUID may also be a name.</summary>
    internal bool IsExactId { get; }

    /// <summary>True if the value means no organization, such as a number.</summary>
    internal bool IsInvalid { get; private init; }

    RowProblem? IIdentity.RowProblem => RowProblem;

    private RowProblem? RowProblem { get; init; }

    /// <summary>The organization itself; null if an ID or a name was specified.</summary>
    internal Organization? Organization { get; }

    public override string ToString() => Text;

    static OrganizationIdentity? IIdentity<OrganizationIdentity>.From(object? value) => From(value);

    static OrganizationIdentity? IIdentity<OrganizationIdentity>.FromInvalid(object? value) =>
        new(ToText(value)) { IsInvalid = true };

    static OrganizationIdentity? IIdentity<OrganizationIdentity>.FromRow(PSObject row) =>
        (RowProblem.FindSeparator(row) ?? RowProblem.FindConflict(row)) is { } problem
            ? new(row.ToString()) { IsInvalid = true, RowProblem = problem }
            : null;

    /// <summary>A value that means no organization, as errors show it.</summary>
    internal static string ToText(object? value) => value is null ? "" : LanguagePrimitives.ConvertTo<string>(value);

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
