using System.Management.Automation;
using System.Runtime.ExceptionServices;
using Viam.Billing.Charging;
using Viam.Billing.Charging.Ledger;
using Viam.Billing.Commands.Base;
using Viam.Billing.Errors;
using Viam.Billing.Pipeline;
using Viam.Billing.Services;

namespace Viam.Billing.Commands;

/// <summary>Charges with a ledger, which are collected and sent at the end of the pipeline.</summary>
public sealed partial class NewViamChargeCommand
{
    private CallContext ChargeCall => Call with { Clock = ActiveSession.Clock };

    private string Endpoint => ActiveSession.Uri.GetLeftPart(UriPartial.Authority);

    private ChargeBatchOptions BatchOptions
    {
        get
        {
            var timeout = TimeSpan.FromSeconds(ActiveSession.TimeoutSec);
            var link = new FileInfo(_ledgerFile);
            return new ChargeBatchOptions(
                link.LinkTarget is null ? _ledgerFile : link.ResolveLinkTarget(returnFinalTarget: true)!.FullName,
                Endpoint,
                ReconcileTimeout,
                Longer(ReconcileTimeout, timeout),
                // A request that a crash interrupted can be in progress until the timeout of a request.
                ResendAfter is { } resendAfter
                    ? Longer(resendAfter, timeout)
                    : null,
                ThrottleLimit
            );
        }
    }

    private Task AddAsync(ChargeBatchBuilder batch, ChargeRequest charge)
    {
        if (batch.Service is { } service && service != Endpoint)
        {
            ThrowTerminatingError(ErrorRecords.LedgerOfAnotherService(_ledgerFile, service));
        }
        var reference = ChargeReference.Normalize(Reference);
        if (reference is null)
        {
            WriteRowError(ErrorRecords.ReferenceRequired());
            return Task.CompletedTask;
        }
        var isRepeated = batch.IsRepeated(reference);
        if (!batch.TryRegister(reference, charge))
        {
            WriteRowError(ErrorRecords.ReferenceReused(reference));
        }
        else if (isRepeated)
        {
            Pipeline.WriteWarning($"Reference {reference} occurs more than once. The charge is made once.");
        }
        else
        {
            batch.Add(reference, charge);
        }
        return Task.CompletedTask;
    }

    private async Task RunBatchAsync(ChargeBatchBuilder batch)
    {
        if (IsWhatIf)
        {
            await AnnounceAsync(batch);
            return;
        }
        var charging = batch.CreateBatch(Service, ActiveSession.Charges, BatchOptions, ChargeCall);
        var running = charging.PrepareAsync(batch.Rows);
        foreach (var row in batch.Rows)
        {
            BeginNaming(row.Charge.OrganizationId);
        }
        Exception? failure = null;
        try
        {
            await _progress.ShowUntilAsync(running, () => ChargeDescription.OfProgress(batch));
            try
            {
                _progress.ThrowIfFailed();
                if (
                    await ApproveAsync([
                        .. batch.Rows.Where(row => row is { IsReady: true, Outcome.IsCompleted: false }),
                    ])
                )
                {
                    running = charging.SendAsync(batch.Rows);
                }
            }
            catch (Exception exception)
            {
                // Outcomes that are already known are written before the exception is thrown.
                failure = exception;
            }
            await EndNamingAsync();
            await WriteOutcomesAsync(batch, isSending: failure is null);
        }
        finally
        {
            // Charges that were sent are still recorded in the ledger, even if the pipeline is stopped.
            Cancel();
            await running;
        }
        if (failure is ErrorRecordException recorded)
        {
            ThrowTerminatingError(recorded.Record);
        }
        if (failure is not null)
        {
            ExceptionDispatchInfo.Throw(failure);
        }
    }

    private async Task WriteOutcomesAsync(ChargeBatchBuilder batch, bool isSending)
    {
        ExceptionDispatchInfo? failure = null;
        foreach (var row in batch.Rows.Where(row => isSending || row.Outcome.IsCompleted))
        {
            await _progress.ShowUntilAsync(row.Outcome, () => ChargeDescription.OfProgress(batch));
            if (failure is not null && !row.Outcome.IsCompletedSuccessfully)
            {
                continue;
            }
            var outcome = await row.Outcome;
            try
            {
                WriteOutcome(outcome, row.Charge, row.Reference, row.Reference);
            }
            catch (Exception exception)
                when ((outcome is not ChargeOutcome.Charged || outcome.NotWritten is not null)
                    && exception is (ActionPreferenceStopException or PipelineStoppedException)
                )
            {
                // With an error action of Stop, no more charges are sent, but those already made are still written.
                failure ??= ExceptionDispatchInfo.Capture(exception);
                Cancel();
            }
        }
        failure?.Throw();
    }

    /// <summary>Asks for confirmation of exactly the charges that would be sent, or declines them.</summary>
    private async Task<bool> ApproveAsync(BatchItem[] rows)
    {
        if (rows.Length == 0)
        {
            return false;
        }
        var total = rows.Sum(row => row.Charge.Total);
        if (total > MaximumTotal?.Value)
        {
            throw new ErrorRecordException(ErrorRecords.MaximumTotalExceeded(total, MaximumTotal!.Value));
        }
        WarnOfSandbox();
        var isApproved = rows is [var only] ? await ApproveAsync(only) : ApproveAll(rows, total);
        foreach (var row in isApproved ? [] : rows)
        {
            row.Complete(new ChargeOutcome.Declined());
        }
        return isApproved;
    }

    private async Task<bool> ApproveAsync(BatchItem row)
    {
        try
        {
            var name = WillPrompt ? await NameAsync(row.Charge.OrganizationId) : row.Charge.OrganizationId;
            return Pipeline.ShouldProcess($"organization {name}", ChargeDescription.Of(row.Charge));
        }
        catch (BillingException exception)
        {
            row.Complete(new ChargeOutcome.NotSent(exception));
            return false;
        }
    }

    private bool ApproveAll(BatchItem[] rows, decimal total)
    {
        var description = ChargeDescription.OfBatch(rows, total);
        using (PipelineSynchronizationContext.SuppressContext())
        {
            return ShouldProcess($"{description}.", $"{description}?", "Confirm");
        }
    }

    /// <summary>Shows what a run would do, according to the ledger. Requests only names of organizations.</summary>
    private async Task AnnounceAsync(ChargeBatchBuilder batch)
    {
        var ready = new List<BatchItem>();
        var names = new Dictionary<string, string>();
        foreach (var row in batch.Rows)
        {
            var entry = batch.Find(row.Reference);
            if (entry?.Completed is { } charge)
            {
                WriteResult(charge);
                continue;
            }
            try
            {
                var organizationId = row.Charge.OrganizationId;
                var name = names.TryGetValue(organizationId, out var known)
                    ? known
                    : names[organizationId] = await NameAsync(organizationId);
                Pipeline.ShouldProcess($"organization {name}", ChargeDescription.OfRun(row, entry, ResendAfter));
                if (entry is not { IsUnresolved: true })
                {
                    ready.Add(row);
                }
            }
            catch (BillingException exception)
            {
                Pipeline.WriteError(ErrorRecords.NotCharged(exception, row.Reference));
            }
        }
        var total = ready.Sum(row => row.Charge.Total);
        if (total > MaximumTotal?.Value)
        {
            ThrowTerminatingError(ErrorRecords.MaximumTotalExceeded(total, MaximumTotal!.Value));
        }
        if (ready.Count > 1)
        {
            ApproveAll([.. ready], total);
        }
    }

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
