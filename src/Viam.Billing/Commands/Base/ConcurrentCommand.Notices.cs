using System.Management.Automation;
using System.Runtime.ExceptionServices;
using Viam.Billing.Errors;
using Viam.Billing.Pipeline;

namespace Viam.Billing.Commands.Base;

/// <summary>
/// Errors, warnings, and verbose messages. With a preference of Stop, the first of them ends the pipeline. It is then
/// written only after the results of all work that was started, because nobody would learn of these otherwise.
/// </summary>
public abstract partial class ConcurrentCommand
{
    private readonly LockedQueue<Action> _notices = new();

    /// <summary>True if a notice may end the pipeline, or a person may end it in place of the notice.</summary>
    private bool MayNoticeEndPipeline =>
        MayEndAt("ErrorAction", "ErrorActionPreference")
        || MayEndAt("WarningAction", "WarningPreference")
        || MayEndAt("Verbose", "VerbosePreference");

    /// <summary>
    /// True while a notice waits for the results of work in progress. No other work starts meanwhile.
    /// </summary>
    private bool IsHoldingNotices => !_notices.IsEmpty && MayNoticeEndPipeline;

    private protected override bool HasPendingResults => _queue is { IsEmpty: false } || !_notices.IsEmpty;

    private protected override void EmitPending() => EmitAll();

    /// <summary>Writes an error about the input after the results of the input before it.</summary>
    private protected override Task WriteErrorAsync(ErrorRecord error)
    {
        QueueError(error);
        EmitHeld();
        return Task.CompletedTask;
    }

    /// <summary>Writes a warning, after the results of work in progress if it may end the pipeline.</summary>
    private protected Task WriteWarningAsync(string text)
    {
        Warn(text);
        EmitHeld();
        return Task.CompletedTask;
    }

    /// <summary>Writes an error about the input with the results, in the order of the input.</summary>
    private protected void QueueError(ErrorRecord error)
    {
        var queue = Queue;
        queue.AddCompleted(new TaskOutcome(error, [], new ErrorRecordException(error)));
        EmitCompleted(queue);
    }

    /// <summary>
    /// Warns once the next result has been emitted, when more names of organizations may be known. For concurrent work.
    /// </summary>
    private protected void QueueWarning(Func<string> describe) =>
        _notices.Enqueue(() => Pipeline.WriteWarning(describe()));

    /// <summary>Warns once the next result has been emitted. For concurrent work.</summary>
    /// <param name="text">Null for no warning.</param>
    private protected void QueueWarning(string? text)
    {
        if (text is not null)
        {
            _notices.Enqueue(() => Pipeline.WriteWarning(text));
        }
    }

    private protected override void Warn(string text)
    {
        QueueWarning(text);
        WriteNotices();
    }

    private protected void WriteVerboseNotice(string text)
    {
        _notices.Enqueue(() => Pipeline.WriteVerbose(text));
        WriteNotices();
    }

    /// <summary>Writes what was queued, unless it has to wait for results.</summary>
    private protected void WriteNotices()
    {
        if (_notices.IsEmpty || (_queue is { IsEmpty: false } && MayNoticeEndPipeline))
        {
            return;
        }
        WriteNoticesNow();
    }

    /// <summary>
    /// True if an error that ends the pipeline is written right after the results before it. That is for cmdlets that
    /// only read, because results that are not written can be read again.
    /// </summary>
    private protected virtual bool EndsAtFirstError => false;

    private void WriteNoticesNow()
    {
        while (_notices.TryDequeue(out var write))
        {
            write();
        }
    }

    /// <summary>Waits for all work if a notice waits for it.</summary>
    private void EmitHeld()
    {
        if (IsHoldingNotices)
        {
            EmitAll();
        }
    }

    private void QueueFailure(Exception exception, object target)
    {
        if (exception is INamedRow named)
        {
            named.FillNames(id => SessionIfOpen?.Organizations.FindName(id));
        }
        _notices.Enqueue(
            ErrorRecords.TryFrom(exception, target) is { } record
                ? () => Pipeline.WriteError(record)
                : () => ExceptionDispatchInfo.Throw(exception)
        );
    }
}
