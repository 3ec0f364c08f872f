using System.Management.Automation;
using Viam.Billing.Errors;
using Viam.Billing.Services;

namespace Viam.Billing.Commands.Base;

/// <summary>The default organization of a session.</summary>
internal static class SessionOrganization
{
    /// <summary>
    /// Sets the default organization. A name is looked up in a list of this moment. A sandbox has its first organization
    /// as the default one.
    /// </summary>
    /// <param name="organization">Null for none.</param>
    /// <returns>Why the organization can't be the default one; null if it is now.</returns>
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
        var resolution = await new OrganizationResolver(session.Organizations, call).ResolveForChangeAsync(
            organization
        );
        if (resolution.Error is null)
        {
            session.OrganizationId = resolution.Ids[0];
        }
        return resolution.Error;
    }
}
