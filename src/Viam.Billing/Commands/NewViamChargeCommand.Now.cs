using System.Management.Automation;
using Viam.Billing.Charging;
using Viam.Billing.Commands.Base;
using Viam.Billing.Errors;
using Viam.Billing.Pipeline;
using Viam.Billing.Services;

namespace Viam.Billing.Commands;

/// <summary>Charges without a ledger, which are sent immediately.</summary>
public sealed partial class NewViamChargeCommand
{
    private decimal _total;

    private async Task ChargeNowAsync(ChargeRequest charge)
    {
        if (_total + charge.Total > MaximumTotal?.Value)
        {
            ThrowTerminatingError(ErrorRecords.MaximumTotalExceeded(_total + charge.Total, MaximumTotal!.Value));
        }
        var isConfirmed = await ConfirmAsync(charge);
        if (isConfirmed || IsWhatIf)
        {
            _total += charge.Total;
        }
        if (!isConfirmed)
        {
            return;
        }
        var register = ActiveSession.Charges;
        var charger = new Charger(Service, register, ReconcileTimeout, ChargeCall);
        var charging = charger.ChargeAsync(new MemoryChargeRecord(charge, register));
        BeginNaming(charge.OrganizationId);
        await _progress.ShowUntilAsync(
            charging,
            () =>
                $"Waiting for the charge to organization {ActiveSession.Organizations.Describe(charge.OrganizationId)}"
        );
        await EndNamingAsync();
        WriteOutcome(await charging, charge, Organization!.Text, reference: null);
        WriteCallReports();
    }

    private async Task<bool> ConfirmAsync(ChargeRequest charge)
    {
        WarnOfSandbox();
        try
        {
            // The name is only for the prompt. If there is no prompt, it isn't requested.
            var name = WillPrompt || IsWhatIf ? await NameAsync(charge.OrganizationId) : charge.OrganizationId;
            return Pipeline.ShouldProcess($"organization {name}", ChargeDescription.Of(charge));
        }
        catch (BillingException exception)
        {
            Pipeline.WriteError(ErrorRecords.NotCharged(exception, Organization!.Text));
            return false;
        }
    }

    private void WarnOfSandbox()
    {
        // With -WhatIf, nothing is sent, also not to the sandbox.
        if (!ActiveSession.IsSandbox || _hasWarned || IsWhatIf)
        {
            return;
        }
        _hasWarned = true;
        Pipeline.WriteWarning("This is a sandbox session. No payment is made.");
    }

    /// <summary>Writes the outcome of a charge, before anything else that could end the pipeline.</summary>
    /// <param name="target">The target of errors: the reference, or the organization if there is none.</param>
    private void WriteOutcome(ChargeOutcome outcome, ChargeRequest charge, string target, string? reference)
    {
        if (outcome is ChargeOutcome.Charged { Charge: var made })
        {
            WriteResult(made, $"Charged: {made}");
        }
        else if (ToError(outcome, charge, target, reference) is { } error)
        {
            WriteFailure(error, isTerminating: reference is null && outcome is ChargeOutcome.Unknown);
        }
        if (outcome is { NotWritten: { } notWritten } and not ChargeOutcome.LedgerFailed)
        {
            WriteFailure(
                ErrorRecords.LedgerNotWritten(notWritten, reference!, ChargeDescription.Of(outcome)),
                isTerminating: false
            );
        }
    }

    private ErrorRecord? ToError(ChargeOutcome outcome, ChargeRequest charge, string target, string? reference) =>
        outcome switch
        {
            ChargeOutcome.Declined => null,
            ChargeOutcome.Refused refused => ErrorRecords.ChargeRefused(refused.Error, target),
            ChargeOutcome.NotSent notSent => ErrorRecords.NotCharged(notSent.Error, target),
            ChargeOutcome.Unknown unknown => ErrorRecords.ChargeOutcomeUnknown(
                charge,
                ActiveSession.Organizations.Describe(charge.OrganizationId),
                unknown,
                target,
                reference
            ),
            ChargeOutcome.HeldBack heldBack => ErrorRecords.ChargeHeldBack(target, heldBack.By),
            ChargeOutcome.LedgerFailed failed => ErrorRecords.LedgerNotWritten(
                failed.NotWritten!,
                target,
                "It wasn't charged now."
            ),
            _ => throw new InvalidOperationException($"{outcome} isn't an outcome of a charge."),
        };

    private void WriteResult(object result, string text)
    {
        if (!TryShow(text))
        {
            WriteResult(result);
        }
    }

    private void WriteFailure(ErrorRecord error, bool isTerminating)
    {
        if (TryShow(error.ToString()))
        {
            return;
        }
        if (isTerminating)
        {
            ThrowTerminatingError(error);
        }
        Pipeline.WriteError(error);
    }

    /// <summary>
    /// Shows the outcome on the host. A stopping pipeline accepts no output, and without a ledger, nothing else would
    /// record the outcome.
    /// </summary>
    private bool TryShow(string text)
    {
        if (!Stopping || _ledgered is not null)
        {
            return false;
        }
        using (PipelineSynchronizationContext.SuppressContext())
        {
            Host.UI.WriteWarningLine(text);
        }
        return true;
    }
}
