using System.Management.Automation;
using Viam.Billing.Commands.Base;
using Viam.Billing.Completion;
using Viam.Billing.Errors;
using Viam.Billing.Parameters;
using Viam.Billing.Services;

namespace Viam.Billing.Commands;

/// <summary>Asks customer organizations by email to set up payment.</summary>
[Cmdlet(
    VerbsCommunications.Send,
    "ViamPaymentRequiredEmail",
    SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.Medium,
    HelpUri = OnlineHelp.Folder + "Send-ViamPaymentRequiredEmail.md"
)]
[OutputType(typeof(PaymentRequiredEmail))]
public sealed class SendViamPaymentRequiredEmailCommand : ConcurrentCommand
{
    private readonly HashSet<(string Customer, string Owner)> _sent = [];

    /// <summary>The organizations that are to set up payment.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("OrganizationId", "OrgId", "Id")]
    [ArgumentCompleter(typeof(OrganizationCompleter))]
    [GuidTransformation]
    public string[] CustomerOrganizationId { get; set; } = [];

    /// <summary>The organization that bills them. Default: the one given at Connect-ViamBilling.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(OrganizationCompleter))]
    public string? BillingOwnerOrganizationId { get; set; }

    /// <summary>Emits what was sent.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override async Task ProcessAsync()
    {
        var typedOwner = BillingOwnerOrganizationId ?? DefaultOrganization(nameof(BillingOwnerOrganizationId));
        if (!OrganizationIds.TryNormalize(typedOwner, out var owner))
        {
            Pipeline.WriteError(ErrorRecords.InvalidOrganizationId(typedOwner));
            return;
        }
        var passThru = PassThru.ToBool();
        await StartForOrganizationsAsync(
            CustomerOrganizationId,
            async (service, customer, call) =>
            {
                await SendAsync(service, customer, owner, call).ConfigureAwait(false);
                return passThru
                    ?
                    [
                        new PaymentRequiredEmail
                        {
                            CustomerOrganizationId = customer,
                            BillingOwnerOrganizationId = owner,
                            SentAt = DateTime.UtcNow,
                        },
                    ]
                    : [];
            },
            customer =>
                IsNew(customer, owner)
                && Pipeline.ShouldProcess(
                    $"organization {customer}",
                    $"Send the payment-required email of organization {owner}"
                )
        );
    }

    private static async Task SendAsync(IBillingService service, string customer, string owner, CallContext call)
    {
        try
        {
            await service.SendPaymentRequiredEmailAsync(customer, owner, call).ConfigureAwait(false);
        }
        catch (BillingException exception) when (exception.WasNotProcessed)
        {
            throw new ErrorRecordException(ErrorRecords.EmailNotSent(exception, customer));
        }
        catch (BillingException exception) when (exception.IsOutcomeUnknown)
        {
            throw new ErrorRecordException(ErrorRecords.EmailOutcomeUnknown(exception, customer));
        }
    }

    private bool IsNew(string customer, string owner)
    {
        if (_sent.Add((customer, owner)))
        {
            return true;
        }

        Pipeline.WriteWarning($"Organization {customer} was named twice and gets one email.");
        return false;
    }
}
