using System.Management.Automation;
using Viam.Billing.Charging;
using Viam.Billing.Service;

namespace Viam.Billing.Commands;

/// <summary>With a ledger: charges are gathered, and made at the end.</summary>
public sealed partial class NewViamChargeCommand
{
    private string Endpoint => ActiveSession.Uri.GetLeftPart(UriPartial.Authority);

    private bool ChangesNothing => MyInvocation.BoundParameters.TryGetValue("WhatIf", out var whatIf)
        ? (SwitchParameter)whatIf
        : LanguagePrimitives.IsTrue(GetVariableValue("WhatIfPreference"));

    /// <summary>Adds a charge to the batch, unless something speaks against it.</summary>
    private async Task AddAsync(LedgeredCharges batch, ChargeRequest charge)
    {
        if (batch.Service is { } service && service != Endpoint) ThrowTerminatingError(Errors.LedgerOfAnotherService(_ledgerFile, service));
        var reference = ChargeRules.Text(Reference)?.Trim();
        if (reference is null)
        {
            Fail(Errors.ReferenceRequired());
            return;
        }
        var isRepeated = batch.IsRepeated(reference);
        if (!batch.TryGive(reference, charge)) Fail(Errors.ReferenceReused(reference));
        else if (isRepeated) Warn($"The reference {reference} comes more than once. It is one charge, and is charged once.");
        else if (ChangesNothing && batch.FindDone(reference) is { } done) Emit(done);
        else if (batch.FindDone(reference) is not null || await ConfirmAsync(charge)) batch.Add(reference, charge);
    }

    private async Task ChargeAllAsync(LedgeredCharges batch)
    {
        var settleFor = TimeSpan.FromSeconds(Math.Max(ReconcileTimeoutSec, ActiveSession.TimeoutSec));
        var running = batch.RunAsync(Service, new ChargeBatchOptions(Endpoint, ReconcileFor, settleFor, ThrottleLimit), Call);
        try
        {
            foreach (var row in batch.Rows)
            {
                await ShowUntilAsync(row.Results, () => $"{batch.Rows.Count(other => other.Results.IsCompleted)} of {batch.Rows.Count} rows are through");
                foreach (var result in await row.Results) Tell(result);
            }
        }
        finally
        {
            // A charge that has left gets to be written down, even if the person has stopped the rest.
            Cancel();
            await running;
        }
    }
}
