using System.Management.Automation;
using Viam.Billing.Commands.Base;
using Viam.Billing.Completion;
using Viam.Billing.Parameters;

namespace Viam.Billing.Commands;

/// <summary>Gets who pays for locations.</summary>
[Cmdlet(
    VerbsCommon.Get,
    "ViamLocationBillingOrganization",
    HelpUri = OnlineHelp.Folder + "Get-ViamLocationBillingOrganization.md"
)]
[OutputType(typeof(LocationBillingOrganization))]
public sealed class GetViamLocationBillingOrganizationCommand : ConcurrentCommand
{
    /// <summary>The locations.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Id")]
    [ValidateNotBlank]
    [ArgumentCompleter(typeof(LocationCompleter))]
    public string[] LocationId { get; set; } = [];

    private protected override async Task ProcessAsync()
    {
        foreach (var locationId in LocationId)
        {
            await StartAsync(
                locationId,
                async (service, call) =>
                    [await service.GetLocationBillingOrganizationAsync(locationId, call).ConfigureAwait(false)]
            );
        }
    }
}
