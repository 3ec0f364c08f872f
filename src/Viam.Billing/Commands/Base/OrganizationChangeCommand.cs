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
    [Parameter(
        Mandatory = true,
        Position = 0,
        ValueFromPipeline = true,
        ValueFromPipelineByPropertyName = true,
        ParameterSetName = ByArgument
    )]
    [Parameter(
        Position = 0,
        ValueFromPipeline = true,
        ValueFromPipelineByPropertyName = true,
        ParameterSetName = ByRow
    )]
    [Alias("OrganizationId", "OrgId", "OrganizationName")]
    [ArgumentCompleter(typeof(OrganizationCompleter))]
    [IdentityTransformation<OrganizationIdentity>(LeavesRows = true)]
    public OrganizationIdentity[] Organization { get; set; } = [];

    /// <summary>Changes each organization that is confirmed.</summary>
    /// <param name="describe">
    /// Describes the change for the prompt, from an organization ID and the target of errors; null, with an error, if
    /// the change would fail.
    /// </param>
    /// <param name="change">Makes the change. It runs concurrently, outside the pipeline thread.</param>
    private protected async Task ChangeEachAsync(
        Func<string, object, Task<string?>> describe,
        Func<IBillingService, string, CallContext, Task<IEnumerable<object>>> change
    )
    {
        if (!await IsInputUsableAsync())
        {
            return;
        }
        foreach (var identity in Organization)
        {
            if (await ResolveForChangeAsync(identity) is not { } organizationId)
            {
                continue;
            }
            var target = identity.Id is null ? organizationId : identity.Text;
            if (
                await describe(organizationId, target) is { } action
                && Pipeline.ShouldProcess($"organization {await DescribeAsync(organizationId)}", action)
            )
            {
                await StartInOrderAsync(
                    [organizationId],
                    target,
                    (service, call) => change(service, organizationId, call),
                    organizationId
                );
            }
        }
    }

    /// <summary>
    /// False, with an error, if white-label billing can't be enabled, changed, or disabled. It is read only if a person
    /// is asked, or with -WhatIf.
    /// </summary>
    /// <param name="isEnabled">Whether white-label billing must be enabled or disabled.</param>
    private protected async Task<bool> HasBillingServiceAsync(string organizationId, object target, bool isEnabled)
    {
        var (isPossible, current) = await TryReadCurrentAsync(
            (service, call) => service.GetBillingServiceAsync(organizationId, call),
            target
        );
        if (!isPossible || current is null || current.IsEnabled == isEnabled)
        {
            return isPossible;
        }
        var organization = await DescribeAsync(organizationId);
        await WriteErrorAsync(
            isEnabled
                ? ErrorRecords.BillingServiceDisabled(organization, target)
                : ErrorRecords.BillingServiceEnabled(organization, target)
        );
        return false;
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
