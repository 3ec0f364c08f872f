using System.Management.Automation;
using Viam.Billing.Commands.Base;
using Viam.Billing.Completion;
using Viam.Billing.Parameters;

namespace Viam.Billing.Commands;

/// <summary>Gets who pays for locations.</summary>
[Cmdlet(VerbsCommon.Get, "ViamLocationBillingOrganization")]
[OutputType(typeof(LocationBillingOrganization))]
public sealed class GetViamLocationBillingOrganizationCommand : ConcurrentCommand
{
    /// <summary>The locations.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotBlank]
    [ArgumentCompleter(typeof(LocationCompleter))]
    [IdentityTransformation<LocationIdentity>]
    public LocationIdentity[] LocationId { get; set; } = [];

    private protected override async Task ProcessAsync()
    {
        foreach (var location in LocationId)
        {
            var locationId = location.Id;
            await StartAsync(
                locationId,
                async (service, call) =>
                    [await service.GetLocationBillingOrganizationAsync(locationId, call).ConfigureAwait(false)]
            );
        }
    }
}
