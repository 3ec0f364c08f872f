using System.Management.Automation;
using Viam.Billing.Commands.Base;

namespace Viam.Billing.Commands;

/// <summary>Gets the billing tiers there are.</summary>
[Cmdlet(VerbsCommon.Get, "ViamBillingTier", HelpUri = OnlineHelp.Folder + "Get-ViamBillingTier.md")]
[OutputType(typeof(AvailableBillingTier))]
public sealed class GetViamBillingTierCommand : SessionCommand
{
    private protected override async Task EndAsync()
    {
        foreach (var tier in await Service.ListBillingTiersAsync(Call))
        {
            WriteResult(tier);
        }
    }
}
