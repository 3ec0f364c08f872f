using System.Management.Automation;
using Viam.Billing.Charging;
using Viam.Billing.Service;

namespace Viam.Billing.Commands;

/// <summary>Without a ledger: each charge is made as it comes.</summary>
public sealed partial class NewViamChargeCommand
{
    private async Task ChargeNowAsync(ChargeRequest charge)
    {
        var charger = new Charger(Service, ReconcileFor, Call);
        IReadOnlySet<string> known;
        try
        {
            known = await charger.ReadKnownAsync(charge.OrganizationId);
        }
        catch (BillingException error)
        {
            Fail(Errors.NotCharged(error, OrganizationId));
            return;
        }
        var session = ActiveSession;
        var search = new InvoiceSearch(Service, charge, id => known.Contains(id) || session.HasCharged(id), static _ => false);
        var charging = charger.ChargeAsync(charge, search);
        await ShowUntilAsync(charging, () => $"Waiting for the charge to organization {charge.OrganizationId}");
        Tell(await charging switch
        {
            ChargeOutcome.Charged charged => charged.ToCharge(charge),
            ChargeOutcome.Refused refused => Errors.ChargeRefused(refused.Error, OrganizationId),
            ChargeOutcome.Unknown unknown => Errors.ChargeOutcomeUnknown(charge, unknown, OrganizationId),
            var other => throw new InvalidOperationException($"{other} is no outcome."),
        });
    }

    private void Tell(object result)
    {
        if (result is Charge charge) ActiveSession.NoteCharged(charge.InvoiceId);
        if (Stopping && _ledgered is null)
        {
            // A pipeline that stops takes nothing more, even before this command is stopped, and no ledger tells the person what has happened.
            using (PipelinePump.Outside()) Host.UI.WriteWarningLine(result is Charge done ? $"Charged: {done}" : result.ToString()!);
            return;
        }
        TellCalls();
        if (result is not ErrorRecord error) Emit(result);
        else if (_ledgered is null && error.FullyQualifiedErrorId == Errors.OutcomeUnknown) ThrowTerminatingError(error);
        else Fail(error);
    }
}
