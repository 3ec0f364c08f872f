using System.Management.Automation;
using Viam.Billing.Commands.Base;
using Viam.Billing.Completion;
using Viam.Billing.Errors;
using Viam.Billing.Invoices;
using Viam.Billing.Parameters;

namespace Viam.Billing.Commands;

/// <summary>Sets the billing tier of organizations.</summary>
[Cmdlet(
    VerbsCommon.Set,
    "ViamBillingTier",
    DefaultParameterSetName = ByArgument,
    SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.High,
    HelpUri = OnlineHelp.Folder + "Set-ViamBillingTier.md"
)]
[OutputType(typeof(OrganizationBillingTier))]
public sealed class SetViamBillingTierCommand : OrganizationChangeCommand
{
    private string[]? _tiers;
    private bool _hasTiers;

    /// <summary>The name of the billing tier, as returned by Get-ViamBillingTier.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true, ParameterSetName = ByArgument)]
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true, ParameterSetName = ByRow)]
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
            async (organizationId, target) =>
            {
                if (await FindTierAsync() is not { } found)
                {
                    return null;
                }
                tier = found;
                return await DescribeAsync(organizationId, target, found);
            },
            async (service, organizationId, call) =>
            {
                await service.SetBillingTierAsync(organizationId, tier, call).ConfigureAwait(false);
                return passThru
                    ? [new OrganizationBillingTier { OrganizationId = organizationId, BillingTier = tier }]
                    : [];
            }
        );
    }

    /// <summary>
    /// Returns the tier as the service writes it; null, with an error, if there is no such tier. The tiers are
    /// requested once. Only billing administrators may list them, so the service decides if the request is denied.
    /// </summary>
    private async Task<string?> FindTierAsync()
    {
        if (!_hasTiers)
        {
            try
            {
                _tiers = [.. (await Service.ListBillingTiersAsync(Call)).Select(static tier => tier.BillingTier)];
            }
            catch (BillingException exception)
                when (exception.Error is BillingError.NotSupported
                    || (exception.Error is BillingError.PermissionDenied && !IsWhatIf)
                )
            {
                _tiers = null;
            }
            _hasTiers = true;
        }
        // Without a list, the service decides.
        var found = _tiers is null or [] ? BillingTier : BillingTierReader.FindName(_tiers, BillingTier);
        if (found is not null)
        {
            return found;
        }
        var error = ErrorRecords.BillingTierNotFound(BillingTier, _tiers!);
        if (IsArgument(nameof(BillingTier)))
        {
            throw new ErrorRecordException(error);
        }
        await WriteErrorAsync(error);
        return null;
    }

    private async Task<string?> DescribeAsync(string organizationId, object target, string tier)
    {
        var (isPossible, current) = await TryReadCurrentAsync(
            (service, call) => BillingTierReader.ReadAsync(service, organizationId, call),
            target
        );
        return !isPossible ? null
            : current?.BillingTier is { } old ? $"Set billing tier from '{old}' to '{tier}'"
            : $"Set billing tier '{tier}'";
    }
}
