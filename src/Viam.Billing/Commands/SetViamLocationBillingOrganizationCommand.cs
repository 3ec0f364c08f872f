using System.Management.Automation;
using Viam.Billing.Commands.Base;
using Viam.Billing.Completion;
using Viam.Billing.Errors;
using Viam.Billing.Parameters;

namespace Viam.Billing.Commands;

/// <summary>Makes an organization pay for locations.</summary>
[Cmdlet(
    VerbsCommon.Set,
    "ViamLocationBillingOrganization",
    SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.Medium,
    HelpUri = OnlineHelp.Folder + "Set-ViamLocationBillingOrganization.md"
)]
[OutputType(typeof(LocationBillingOrganization))]
public sealed class SetViamLocationBillingOrganizationCommand : ConcurrentCommand
{
    /// <summary>The locations.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Id")]
    [ValidateNotBlank]
    [ArgumentCompleter(typeof(LocationCompleter))]
    public string[] LocationId { get; set; } = [];

    /// <summary>The organization that pays from now on.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(OrganizationCompleter))]
    public string BillingOrganizationId { get; set; } = "";

    /// <summary>Emits who pays now.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override async Task ProcessAsync()
    {
        if (!OrganizationIds.TryNormalize(BillingOrganizationId, out var payer))
        {
            Pipeline.WriteError(ErrorRecords.InvalidOrganizationId(BillingOrganizationId));
            return;
        }
        var passThru = PassThru.ToBool();
        foreach (var locationId in LocationId)
        {
            if (!Pipeline.ShouldProcess($"location {locationId}", $"Make organization {payer} pay"))
            {
                continue;
            }

            await StartAsync(
                locationId,
                async (service, call) =>
                {
                    await service.SetLocationBillingOrganizationAsync(locationId, payer, call).ConfigureAwait(false);
                    return passThru
                        ? [new LocationBillingOrganization { LocationId = locationId, BillingOrganizationId = payer }]
                        : [];
                }
            );
        }
    }
}
