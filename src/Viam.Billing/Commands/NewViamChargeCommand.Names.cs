namespace Viam.Billing.Commands;

/// <summary>Resolves and shows the names of organizations.</summary>
public sealed partial class NewViamChargeCommand
{
    /// <summary>The time for which the output of a charge waits for the name of its organization.</summary>
    private static readonly TimeSpan s_nameTimeout = TimeSpan.FromSeconds(2);

    private Task _naming = Task.CompletedTask;

    /// <summary>Returns the ID of the specified organization; null, with an error, if it can't be resolved.</summary>
    private async Task<string?> ResolveAsync(OrganizationIdentity identity)
    {
        var resolution = await Resolver.ResolveForChangeAsync(identity);
        WriteCallReports();
        if (resolution.Error is { } error)
        {
            WriteRowError(error);
            return null;
        }
        return resolution.Ids[0];
    }

    /// <summary>
    /// Returns the name and ID of an organization, which is requested unless a list of this pipeline contains it.
    /// </summary>
    private async Task<string> NameAsync(string organizationId)
    {
        if (Resolver.IsListed(organizationId))
        {
            return ActiveSession.Organizations.Describe(organizationId);
        }
        try
        {
            var organization = await Service.GetOrganizationAsync(organizationId, Call);
            ActiveSession.Organizations.Add(organization);
            return organization.ToString();
        }
        catch (BillingException error) when (error.Error is BillingError.PermissionDenied or BillingError.NotSupported)
        {
            // A credential may be permitted to charge an organization but not to read it.
            return organizationId;
        }
    }

    /// <summary>Requests the list of organizations in parallel with a charge, unless the name is known.</summary>
    private void BeginNaming(string organizationId)
    {
        var organizations = ActiveSession.Organizations;
        if (
            _naming.IsCompleted
            && organizations is { Latest: null, IsListable: true }
            && !organizations.WasRead(organizationId)
        )
        {
            _naming = Task.WhenAny(organizations.LoadAsync(Call));
        }
    }

    /// <summary>Waits a limited time for the list, because the completed charge must be written.</summary>
    private Task EndNamingAsync() =>
        _naming.IsCompleted ? _naming : Task.WhenAny(_naming, Task.Delay(s_nameTimeout, StopToken));
}
