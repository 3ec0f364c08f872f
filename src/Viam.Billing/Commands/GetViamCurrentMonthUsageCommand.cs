using System.Management.Automation;
using Viam.Billing.Commands.Base;

namespace Viam.Billing.Commands;

/// <summary>Gets usage costs of organizations for the current billing month.</summary>
[Cmdlet(VerbsCommon.Get, "ViamCurrentMonthUsage", HelpUri = OnlineHelp.Folder + "Get-ViamCurrentMonthUsage.md")]
[OutputType(typeof(CurrentMonthUsage), typeof(ResourceUsageCost))]
public sealed class GetViamCurrentMonthUsageCommand : OrganizationCommand
{
    /// <summary>Returns one row per cost, instead of one object per organization.</summary>
    [Parameter]
    public SwitchParameter ByResource { get; set; }

    private protected override Task ProcessAsync()
    {
        var byResource = ByResource.ToBool();
        return ReadEachAsync(
            async (service, organizationId, call) =>
            {
                var usage = await service.GetCurrentMonthUsageAsync(organizationId, call).ConfigureAwait(false);
                return byResource ? usage.Costs : [usage.Total];
            }
        );
    }
}
