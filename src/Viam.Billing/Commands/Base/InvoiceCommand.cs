using System.Diagnostics.CodeAnalysis;
using System.Management.Automation;
using Viam.Billing.Completion;
using Viam.Billing.Errors;
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
    public string[] InvoiceId { get; set; } = [];

    /// <summary>The organization that the invoices belong to. Default: the one given at Connect-ViamBilling.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("OrgId")]
    [ArgumentCompleter(typeof(OrganizationCompleter))]
    public string? OrganizationId { get; set; }

    /// <summary>The organization of the present invoices; false, with an error, if what was given is no organization id.</summary>
    private protected bool TryGetOrganization([NotNullWhen(true)] out string? organizationId)
    {
        var typed = OrganizationId ?? DefaultOrganization(nameof(OrganizationId));
        if (OrganizationIds.TryNormalize(typed, out organizationId))
        {
            return true;
        }

        Pipeline.WriteError(ErrorRecords.InvalidOrganizationId(typed));
        return false;
    }
}
