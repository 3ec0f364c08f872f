using System.Management.Automation;
using Viam.Billing.Completion;
using Viam.Billing.Errors;
using Viam.Billing.Parameters;

namespace Viam.Billing.Commands.Base;

/// <summary>The base class of cmdlets that process each specified invoice.</summary>
public abstract class InvoiceCommand : ConcurrentCommand
{
    private protected InvoiceCommand() { }

    private protected override string PipelineSource => "invoices from Get-ViamInvoice";

    /// <summary>The invoice IDs.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotBlank]
    [ArgumentCompleter(typeof(InvoiceCompleter))]
    [IdentityTransformation<InvoiceIdentity>]
    public InvoiceIdentity[] InvoiceId { get; set; } = [];

    /// <summary>
    /// The organization of the invoices. Default: the session's default organization, or the only accessible one.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("OrganizationId", "OrgId", "OrganizationName")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(OrganizationCompleter))]
    [IdentityTransformation<OrganizationIdentity>(IsSingle = true)]
    public OrganizationIdentity? Organization { get; set; }

    /// <summary>Returns the IDs of the current invoices, with an error for each value that isn't text.</summary>
    private protected async Task<string[]> GetInvoiceIdsAsync()
    {
        foreach (var invalid in InvoiceId.Where(static invoice => invoice.IsInvalid))
        {
            await WriteErrorAsync(ErrorRecords.InvalidInvoiceId(invalid.Id));
        }
        return [.. InvoiceId.Where(static invoice => !invoice.IsInvalid).Select(static invoice => invoice.Id)];
    }

    /// <summary>
    /// Returns the organization of the current invoices; null, with an error, if there is none or more than one.
    /// </summary>
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
