using System.Management.Automation;
using Viam.Billing.Completion;
using Viam.Billing.Parameters;
using Viam.Billing.Services;

namespace Viam.Billing.Commands.Base;

/// <summary>The base class of cmdlets that read from each specified organization.</summary>
public abstract class OrganizationCommand : ConcurrentCommand
{
    private protected OrganizationCommand() { }

    private protected override bool EndsAtFirstError => true;

    private protected override bool ReadsAhead => true;

    /// <summary>
    /// The organizations, by ID or name. Default: the session's default organization, or the only accessible one.
    /// </summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("OrganizationId", "OrgId", "OrganizationName")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(OrganizationCompleter))]
    [IdentityTransformation<OrganizationIdentity>]
    public virtual OrganizationIdentity[]? Organization { get; set; }

    /// <summary>The specified organizations; null if none are specified.</summary>
    private protected IReadOnlyList<OrganizationIdentity>? GivenOrganizations => Organization;

    /// <summary>
    /// Reads each organization once. The delegate runs concurrently, outside the pipeline thread, and must not access
    /// the cmdlet.
    /// </summary>
    /// <param name="key">
    /// Distinguishes these reads from others in the same pipeline; null if there are no others.
    /// </param>
    private protected Task ReadEachAsync(
        Func<IBillingService, string, CallContext, Task<IEnumerable<object>>> read,
        string? key = null
    ) => StartForEachAsync(Organization, nameof(Organization), read, key);

    /// <summary>Reads each organization for a filter, which is marked as incomplete if one can't be read.</summary>
    /// <param name="key">Distinguishes the filter from others in the same pipeline; null if it is the only one.</param>
    private protected Task ReadEachAsync(
        WildcardFilter filter,
        Func<IBillingService, string, CallContext, Task<IEnumerable<object>>> read,
        string? key = null
    ) => ReadEachAsync(filter.HasNames ? (service, id, call) => ReadAsync(filter, read(service, id, call)) : read, key);

    private static async Task<IEnumerable<object>> ReadAsync(WildcardFilter filter, Task<IEnumerable<object>> read)
    {
        try
        {
            return await read.ConfigureAwait(false);
        }
        catch
        {
            filter.MarkIncomplete();
            throw;
        }
    }
}
