using System.Diagnostics;
using System.Management.Automation;
using Viam.Billing.Errors;
using Viam.Billing.Parameters;
using Viam.Billing.Services;
using Viam.Billing.Sessions;

namespace Viam.Billing.Commands.Base;

/// <summary>Resolves the organization arguments of one cmdlet.</summary>
internal sealed class OrganizationResolver(OrganizationDirectory directory, CallContext call)
{
    /// <summary>The maximum age of a list in which names are looked up.</summary>
    private static readonly TimeSpan s_maximumAge = TimeSpan.FromMinutes(5);

    private readonly long _begunAt = Stopwatch.GetTimestamp();
    private Task<OrganizationList>? _fresh;

    /// <summary>Resolves an argument of a reading cmdlet: an ID, a name, or a name with wildcards.</summary>
    public async Task<OrganizationResolution> ResolveForReadAsync(OrganizationIdentity identity)
    {
        if (identity.Id is not null || identity.IsInvalid || string.IsNullOrWhiteSpace(identity.Text))
        {
            return FromId(identity);
        }
        try
        {
            var list = await directory.GetAsync(s_maximumAge, call);
            if (Find(identity.Text, list, isPattern: true) is { } found)
            {
                return found;
            }
            if (!list.IsSince(_begunAt))
            {
                list = await (_fresh ??= directory.RefreshAsync(call));
            }
            return Find(identity.Text, list, isPattern: true)
                ?? new(
                    [],
                    IsPattern(identity.Text, list) ? null
                        : WildcardPattern.ContainsWildcardCharacters(identity.Text)
                            ? ErrorRecords.WildcardPatternInvalid(identity.Text)
                        : ErrorRecords.OrganizationNotFound(identity.Text, list.Organizations)
                );
        }
        catch (BillingException exception)
        {
            return new([], ErrorRecords.From(exception, identity.Text));
        }
    }

    /// <summary>
    /// Resolves an argument of a changing cmdlet: an ID, or an exact name in a list that is requested once per
    /// pipeline. An ID in another form than the service's can be a name, so it is looked up as well.
    /// </summary>
    public async Task<OrganizationResolution> ResolveForChangeAsync(OrganizationIdentity identity)
    {
        if (identity.IsExactId || identity.IsInvalid || string.IsNullOrWhiteSpace(identity.Text))
        {
            return FromId(identity);
        }
        try
        {
            var list = await (_fresh ??= directory.RefreshAsync(call));
            var found = Find(identity.Text, list, isPattern: false);
            if (identity.Id is { } id)
            {
                return ChooseIdOrName(identity.Text, id, found, list);
            }
            return found
                ?? new(
                    [],
                    WildcardPattern.ContainsWildcardCharacters(identity.Text)
                        ? ErrorRecords.WildcardNotSupported(identity.Text)
                        : ErrorRecords.OrganizationNotFound(identity.Text, list.Organizations)
                );
        }
        catch (BillingException exception)
        {
            return new([], ErrorRecords.From(exception, identity.Text));
        }
    }

    /// <summary>
    /// The IDs of the organizations with a name, in the list that changes use to look up names; null if the credential
    /// can't list organizations.
    /// </summary>
    /// <exception cref="BillingException">The list can't be read for now.</exception>
    public async Task<IReadOnlyList<string>?> FindNamedAsync(string name)
    {
        try
        {
            var list = await (_fresh ??= directory.RefreshAsync(call));
            return
            [
                .. OrganizationMatcher
                    .FindExact(list.Organizations, name)
                    .Select(static organization => organization.OrganizationId),
            ];
        }
        catch (BillingException exception)
            when (exception.Error is BillingError.PermissionDenied or BillingError.NotSupported)
        {
            // The name can never be compared, and the ID determines the organization.
            return null;
        }
    }

    /// <summary>True if the list that changes use to look up names contains an organization.</summary>
    public bool IsListed(string organizationId) =>
        _fresh is { IsCompletedSuccessfully: true, Result: var list }
        && list.Organizations.Any(organization => organization.OrganizationId == organizationId);

    /// <summary>Lists all organizations, for a reading cmdlet that needs to select one.</summary>
    public Task<OrganizationList> ListAsync() => directory.GetAsync(s_maximumAge, call);

    private OrganizationResolution FromId(OrganizationIdentity identity)
    {
        if (identity.Organization is { } organization)
        {
            directory.AddGiven(organization);
        }
        return identity is { Id: { } id, IsInvalid: false }
            ? new([id], null)
            : new([], ErrorRecords.InvalidOrganizationId(identity.Text));
    }

    /// <summary>What text means that can be read as an ID, and may be the name of another organization.</summary>
    private static OrganizationResolution ChooseIdOrName(
        string text,
        string id,
        OrganizationResolution? named,
        OrganizationList list
    )
    {
        if (named is null)
        {
            return new([id], null);
        }
        Organization[] meant =
        [
            .. list.Organizations.Where(organization =>
                organization.OrganizationId == id || named.Ids.Contains(organization.OrganizationId)
            ),
        ];
        return meant.Length > 1 ? new([], ErrorRecords.AmbiguousOrganization(text, meant)) : named;
    }

    /// <summary>Null if nothing was found.</summary>
    private static OrganizationResolution? Find(string text, OrganizationList list, bool isPattern)
    {
        var found = OrganizationMatcher.FindExact(list.Organizations, text);
        if (found.Length > 1)
        {
            return new([], ErrorRecords.AmbiguousOrganization(text, found));
        }
        if (found.Length == 0 && isPattern)
        {
            found = OrganizationMatcher.FindMatches(list.Organizations, text) ?? [];
        }
        return found.Length == 0 ? null : new([.. found.Select(organization => organization.OrganizationId)], null);
    }

    private static bool IsPattern(string text, OrganizationList list) =>
        OrganizationMatcher.FindMatches(list.Organizations, text) is not null;
}
