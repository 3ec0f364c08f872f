using System.Management.Automation;
using Viam.Billing.Parameters;
using Viam.Billing.Services;
using Viam.Billing.Text;

namespace Viam.Billing.Commands.Base;

/// <summary>The base class of cmdlets that set the complete address of white-label billing.</summary>
public abstract class BillingAddressCommand : OrganizationChangeCommand
{
    private protected BillingAddressCommand() { }

    /// <summary>Street and number.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = ByArgument)]
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = ByRow)]
    [ValidateNotBlank]
    public string AddressLine1 { get; set; } = "";

    /// <summary>Suite or floor. If omitted, the address has none.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? AddressLine2 { get; set; }

    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = ByArgument)]
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = ByRow)]
    [ValidateNotBlank]
    public string City { get; set; } = "";

    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = ByArgument)]
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = ByRow)]
    [ValidateNotBlank]
    public string State { get; set; } = "";

    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = ByArgument)]
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = ByRow)]
    [ValidateNotBlank]
    public string ZipCode { get; set; } = "";

    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = ByArgument)]
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = ByRow)]
    [ValidateNotBlank]
    public string Country { get; set; } = "";

    /// <summary>Returns the white-label billing configuration, which is read after the change.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected abstract string Action { get; }

    /// <summary>Whether white-label billing must be enabled before the change, or disabled.</summary>
    private protected abstract bool RequiresBillingService { get; }

    /// <summary>Makes the change. Runs concurrently, outside the pipeline thread.</summary>
    private protected abstract Task SendAsync(
        IBillingService service,
        string organizationId,
        BillingAddress address,
        CallContext call
    );

    private protected override Task ProcessAsync()
    {
        var address = new BillingAddress(
            AddressLine1,
            string.IsNullOrEmpty(AddressLine2) ? null : AddressLine2,
            City,
            State,
            ZipCode,
            Country
        );
        var passThru = PassThru.ToBool();
        var action =
            $"{Action} with the address "
            + ForeignText.Excerpt(
                $"{address.AddressLine1}, {(address.AddressLine2 is null ? "" : $"{address.AddressLine2}, ")}"
                    + $"{address.City}, {address.State} {address.ZipCode}, {address.Country}"
            );
        return ChangeEachAsync(
            async (organizationId, target) =>
                await HasBillingServiceAsync(organizationId, target, RequiresBillingService) ? action : null,
            async (service, organizationId, call) =>
            {
                await SendAsync(service, organizationId, address, call).ConfigureAwait(false);
                return passThru
                    ? await ReadBackAsync(organizationId, service.GetBillingServiceAsync(organizationId, call))
                        .ConfigureAwait(false)
                    : [];
            }
        );
    }
}
