namespace Viam.Billing.Commands;

/// <summary>Organizations by name.</summary>
public sealed partial class NewViamChargeCommand
{
    /// <summary>How long a charge that was made waits for the name of its organization.</summary>
    private static readonly TimeSpan s_nameTimeout = TimeSpan.FromSeconds(2);

    private Task _naming = Task.CompletedTask;

    /// <summary>The organization that an argument means; null, with an error, if it means none.</summary>
    private async Task<string?> ResolveAsync(OrganizationIdentity identity)
    {
        var resolution = await Resolver.ResolveForChangeAsync(identity);
        WriteCallReports();
        if (resolution.Error is { } error)
        {
            Pipeline.WriteError(error);
            return null;
        }
        return resolution.Ids[0];
    }

    /// <summary>The name and ID of an organization, which is read unless a list of this pipeline has it.</summary>
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
            // Who may be charged and whose name may be read are two things.
            return organizationId;
        }
    }

    /// <summary>Requests the list of organizations beside a charge, unless the name is known.</summary>
    private void BeginNaming(string organizationId)
    {
        var organizations = ActiveSession.Organizations;
        if (
            _naming.IsCompleted
            && organizations is { Latest: null, IsListable: true }
            && !organizations.TryFind(organizationId, out _)
        )
        {
            _naming = Task.WhenAny(organizations.LoadAsync(Call));
        }
    }

    /// <summary>Waits for the list, though not for long: what was charged has to be written.</summary>
    private Task EndNamingAsync() =>
        _naming.IsCompleted ? _naming : Task.WhenAny(_naming, Task.Delay(s_nameTimeout, StopToken));
}
