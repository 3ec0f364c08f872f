using System.Management.Automation;
using Viam.Billing.Completion;
using Viam.Billing.Errors;
using Viam.Billing.Parameters;
using Viam.Billing.Services;

namespace Viam.Billing.Commands.Base;

/// <summary>
/// The base class of cmdlets that change each specified organization. There is no default organization.
/// </summary>
public abstract class OrganizationChangeCommand : ChangeCommand
{
    private protected OrganizationChangeCommand() { }

    /// <summary>The organizations, by ID or exact name.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("OrganizationId", "OrgId")]
    [ArgumentCompleter(typeof(OrganizationCompleter))]
    [IdentityTransformation<OrganizationIdentity>]
    public OrganizationIdentity[] Organization { get; set; } = [];

    /// <summary>
    /// Changes each organization that is confirmed. The delegate runs concurrently, outside the pipeline thread.
    /// </summary>
    private protected async Task ChangeEachAsync(
        string action,
        Func<IBillingService, string, CallContext, Task<IEnumerable<object>>> change
    )
    {
        if (!await IsInputUsableAsync())
        {
            return;
        }
        foreach (var identity in Organization)
        {
            if (
                await ResolveForChangeAsync(identity) is { } organizationId
                && Pipeline.ShouldProcess($"organization {await DescribeAsync(organizationId)}", action)
            )
            {
                await StartAsync(
                    identity.Id is null ? organizationId : identity.Text,
                    (service, call) => change(service, organizationId, call),
                    organizationId
                );
            }
        }
    }

    /// <summary>
    /// Reads the state after a change. A failure is reported with its own error ID, so that it isn't mistaken for a
    /// failed change.
    /// </summary>
    private protected static async Task<IEnumerable<object>> ReadBackAsync<T>(string organizationId, Task<T> read)
        where T : class
    {
        try
        {
            return [await read.ConfigureAwait(false)];
        }
        catch (BillingException error)
        {
            throw new ErrorRecordException(ErrorRecords.ReadBackFailed(error, organizationId));
        }
    }
}
