using System.Management.Automation;
using Viam.Billing.Commands.Base;
using Viam.Billing.Completion;
using Viam.Billing.Errors;
using Viam.Billing.Parameters;
using Viam.Billing.Services;

namespace Viam.Billing.Commands;

/// <summary>Sends emails that ask customer organizations to set up payment.</summary>
[Cmdlet(
    VerbsCommunications.Send,
    "ViamPaymentRequiredEmail",
    DefaultParameterSetName = ByArgument,
    SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.Medium,
    HelpUri = OnlineHelp.Folder + "Send-ViamPaymentRequiredEmail.md"
)]
[OutputType(typeof(PaymentRequiredEmail))]
public sealed class SendViamPaymentRequiredEmailCommand : ChangeCommand
{
    private readonly HashSet<(string Customer, string Owner)> _sent = [];

    /// <summary>The organizations that should set up payment, by ID or exact name.</summary>
    [Parameter(
        Mandatory = true,
        Position = 0,
        ValueFromPipeline = true,
        ValueFromPipelineByPropertyName = true,
        ParameterSetName = ByArgument
    )]
    [Parameter(
        Position = 0,
        ValueFromPipeline = true,
        ValueFromPipelineByPropertyName = true,
        ParameterSetName = ByRow
    )]
    [Alias(
        "CustomerOrganizationId",
        "CustomerOrganizationName",
        "Organization",
        "OrganizationId",
        "OrgId",
        "OrganizationName"
    )]
    [ArgumentCompleter(typeof(OrganizationCompleter))]
    [IdentityTransformation<OrganizationIdentity>(LeavesRows = true)]
    public OrganizationIdentity[] CustomerOrganization { get; set; } = [];

    /// <summary>The organization that bills the customers, by ID or exact name.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true, ParameterSetName = ByArgument)]
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true, ParameterSetName = ByRow)]
    [Alias("BillingOwnerOrganizationId", "BillingOwnerOrganizationName")]
    [ArgumentCompleter(typeof(OrganizationCompleter))]
    [IdentityTransformation<OrganizationIdentity>(IsSingle = true)]
    public OrganizationIdentity BillingOwnerOrganization { get; set; } = null!;

    /// <summary>Returns an object for each email that was sent.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override async Task ProcessAsync()
    {
        if (!await IsInputUsableAsync() || await ResolveForChangeAsync(BillingOwnerOrganization) is not { } owner)
        {
            return;
        }
        foreach (var identity in CustomerOrganization)
        {
            if (
                await ResolveForChangeAsync(identity) is not { } customer
                || !await IsNewAsync(customer, owner)
                || await DescribeExistingAsync(owner, BillingOwnerOrganization.Text) is not { } sender
            )
            {
                continue;
            }
            var target = identity.Id is null ? customer : identity.Text;
            if (
                await DescribeExistingAsync(customer, target) is { } receiver
                && IsApproved(receiver, sender, customer, owner)
            )
            {
                await StartAsync(target, customer, owner);
            }
        }
    }

    private bool IsApproved(string receiver, string sender, string customer, string owner)
    {
        var isApproved = Pipeline.ShouldProcess(
            $"organization {receiver}",
            $"Send a payment-required email from organization {sender}"
        );
        if (isApproved || IsWhatIf)
        {
            _sent.Add((customer, owner));
        }
        return isApproved;
    }

    private Task StartAsync(string target, string customer, string owner)
    {
        var passThru = PassThru.ToBool();
        return StartAsync(
            target,
            async (service, call) =>
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
            }
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
            throw new NamedErrorException(
                customer,
                name: null,
                (organization, id) => ErrorRecords.EmailNotSent(exception, organization, id)
            );
        }
        catch (BillingException exception) when (exception.IsOutcomeUnknown)
        {
            throw new NamedErrorException(
                customer,
                name: null,
                (organization, id) => ErrorRecords.EmailOutcomeUnknown(exception, organization, id)
            );
        }
    }

    private async Task<bool> IsNewAsync(string customer, string owner)
    {
        if (!_sent.Contains((customer, owner)))
        {
            return true;
        }

        await WriteWarningAsync(
            $"Organization {ActiveSession.Organizations.Describe(customer)} was specified more than once. "
                + "One email is sent."
        );
        return false;
    }
}
