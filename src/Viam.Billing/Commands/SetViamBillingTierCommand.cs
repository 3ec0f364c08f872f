using System.Management.Automation;
using Viam.Billing.Commands.Base;
using Viam.Billing.Completion;
using Viam.Billing.Parameters;

namespace Viam.Billing.Commands;

/// <summary>Sets the billing tier of organizations.</summary>
[Cmdlet(
    VerbsCommon.Set,
    "ViamBillingTier",
    SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.High,
    HelpUri = OnlineHelp.Folder + "Set-ViamBillingTier.md"
)]
[OutputType(typeof(OrganizationBillingTier))]
public sealed class SetViamBillingTierCommand : OrganizationChangeCommand
{
    /// <summary>The name of the billing tier, as returned by Get-ViamBillingTier.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [ValidateNotBlank]
    [ArgumentCompleter(typeof(BillingTierCompleter))]
    public string BillingTier { get; set; } = "";

    /// <summary>Returns the organization and its tier.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override Task ProcessAsync()
    {
        var tier = BillingTier;
        var passThru = PassThru.ToBool();
        return ChangeEachAsync(
            $"Set billing tier '{tier}'",
            async (service, organizationId, call) =>
            {
                await service.SetBillingTierAsync(organizationId, tier, call).ConfigureAwait(false);
                return passThru
                    ? [new OrganizationBillingTier { OrganizationId = organizationId, BillingTier = tier }]
                    : [];
            }
        );
    }
}
