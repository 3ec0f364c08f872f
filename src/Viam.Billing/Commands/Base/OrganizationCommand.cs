using System.Management.Automation;
using Viam.Billing.Completion;
using Viam.Billing.Errors;
using Viam.Billing.Parameters;
using Viam.Billing.Services;

namespace Viam.Billing.Commands.Base;

/// <summary>A cmdlet that reads or changes something of each organization it is given.</summary>
public abstract class OrganizationCommand : ConcurrentCommand
{
    private protected OrganizationCommand() { }

    /// <summary>The organizations. Default: the one given at Connect-ViamBilling.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("OrgId", "Id")]
    [ArgumentCompleter(typeof(OrganizationCompleter))]
    [GuidTransformation]
    public virtual string[]? OrganizationId { get; set; }

    /// <summary>The organizations as they were given; null if none were.</summary>
    private protected IReadOnlyList<string>? GivenOrganizations => OrganizationId;

    /// <summary>Reads each organization. What is given runs beside others, off the pipeline thread, and must not touch the cmdlet.</summary>
    private protected Task ReadEachAsync(Func<IBillingService, string, CallContext, Task<IEnumerable<object>>> read) =>
        StartForOrganizationsAsync(OrganizationId, read);

    /// <summary>Reads each organization for a filter, which is told if one can't be read.</summary>
    private protected Task ReadEachAsync(
        WildcardFilter filter,
        Func<IBillingService, string, CallContext, Task<IEnumerable<object>>> read
    ) =>
        ReadEachAsync(
            async (service, organizationId, call) =>
            {
                try
                {
                    return await read(service, organizationId, call).ConfigureAwait(false);
                }
                catch
                {
                    filter.MarkIncomplete();
                    throw;
                }
            }
        );

    /// <summary>Changes something of each organization that the person lets go ahead. What is given runs beside others, as above.</summary>
    private protected Task ChangeEachAsync(
        string action,
        Func<IBillingService, string, CallContext, Task<IEnumerable<object>>> change
    ) =>
        StartForOrganizationsAsync(
            OrganizationId,
            change,
            organizationId => Pipeline.ShouldProcess($"organization {organizationId}", action)
        );

    /// <summary>Reads what a change has come to. Where that fails, the error must not read as if the change had failed.</summary>
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
