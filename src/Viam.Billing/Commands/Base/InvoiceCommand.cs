using System.Management.Automation;
using Viam.Billing.Completion;
using Viam.Billing.Parameters;

namespace Viam.Billing.Commands.Base;

/// <summary>A cmdlet that does something with each invoice it is given.</summary>
public abstract class InvoiceCommand : ConcurrentCommand
{
    private protected InvoiceCommand() { }

    /// <summary>The invoices.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotBlank]
    [ArgumentCompleter(typeof(InvoiceCompleter))]
    [IdentityTransformation<InvoiceIdentity>]
    public InvoiceIdentity[] InvoiceId { get; set; } = [];

    /// <summary>The organization that the invoices belong to. Default: the session's default organization, or the only one.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("OrganizationId", "OrgId")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(OrganizationCompleter))]
    [IdentityTransformation<OrganizationIdentity>(IsSingle = true)]
    public OrganizationIdentity? Organization { get; set; }

    /// <summary>The organization of the present invoices; null, with an error, if what was given means none or several.</summary>
    private protected async Task<string?> FindOrganizationAsync()
    {
        if (Organization is null)
        {
            return await GetDefaultOrganizationAsync(nameof(Organization));
        }
        if (Organization.Id is { } id)
        {
            return id;
        }
        return await ResolveOneForReadAsync(Organization);
    }
}
