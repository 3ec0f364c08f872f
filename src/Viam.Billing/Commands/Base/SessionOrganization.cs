using System.Management.Automation;
using Viam.Billing.Errors;
using Viam.Billing.Parameters;
using Viam.Billing.Services;

namespace Viam.Billing.Commands.Base;

/// <summary>The default organization of a session.</summary>
internal static class SessionOrganization
{
    private const string Variable = "VIAM_PRIMARY_ORG_ID";

    /// <summary>The organization in the environment variable; null if it isn't set.</summary>
    /// <exception cref="ErrorRecordException">The variable doesn't contain an organization ID.</exception>
    public static OrganizationIdentity? FromEnvironment()
    {
        var organizationId = Environment.GetEnvironmentVariable(Variable);
        if (string.IsNullOrEmpty(organizationId))
        {
            return null;
        }
        return OrganizationIds.TryNormalize(organizationId, out _)
            ? new OrganizationIdentity(organizationId)
            : throw new ErrorRecordException(ErrorRecords.InvalidOrganizationId(organizationId, $" (from {Variable})"));
    }

    /// <summary>
    /// Sets the default organization. A name is looked up in a new list. In a sandbox, the first organization is the
    /// default one.
    /// </summary>
    /// <param name="organization">The organization; null for none.</param>
    /// <returns>The error if the organization can't be the default one; null on success.</returns>
    public static async Task<ErrorRecord?> SetAsync(
        BillingSession session,
        OrganizationIdentity? organization,
        CallContext call
    )
    {
        if (organization is null)
        {
            session.OrganizationId = session.IsSandbox
                ? (await session.Organizations.RefreshAsync(call)).Organizations[0].OrganizationId
                : null;
            return null;
        }
        var (organizationId, error) = await FindAsync(session, organization, call);
        session.OrganizationId = organizationId ?? session.OrganizationId;
        return error;
    }

    /// <summary>Returns the ID of an organization, or the error if it can't be the default one.</summary>
    public static async Task<(string? OrganizationId, ErrorRecord? Error)> FindAsync(
        BillingSession session,
        OrganizationIdentity organization,
        CallContext call
    )
    {
        var resolution = await new OrganizationResolver(session.Organizations, call).ResolveForChangeAsync(
            organization
        );
        return resolution.Error is { } error
            ? (null, ErrorRecords.ForDefaultOrganization(error))
            : (resolution.Ids[0], null);
    }
}
