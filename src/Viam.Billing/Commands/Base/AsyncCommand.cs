using System.Management.Automation;
using Viam.Billing.Errors;
using Viam.Billing.Parameters;
using Viam.Billing.Pipeline;
using Viam.Billing.Services;
using Viam.Billing.Text;

namespace Viam.Billing.Commands.Base;

/// <summary>
/// The base class of asynchronous cmdlets: steps on the pipeline thread, stopping, errors, and reports.
/// </summary>
public abstract class AsyncCommand : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly LockedQueue<CallReport> _reports = new();
    private readonly Action<CallReport> _report;
    private bool _hasReportedRows;

    private protected AsyncCommand()
    {
        Pipeline = new CmdletPipeline(this);
        _report = _reports.Enqueue;
    }

    private protected CmdletPipeline Pipeline { get; }

    /// <summary>Canceled when the pipeline stops, by Ctrl+C or because a later command needs no more input.</summary>
    private protected CancellationToken StopToken => _stop.Token;

    /// <summary>The context of this cmdlet's requests.</summary>
    private protected CallContext Call => new(_stop.Token, _report);

    protected sealed override void BeginProcessing() => Run(BeginAsync);

    protected sealed override void ProcessRecord() => Run(CheckAndProcessAsync);

    protected sealed override void EndProcessing() => Run(EndAsync);

    // Called on another thread, so it only cancels.
    protected sealed override void StopProcessing() => _stop.Cancel();

    private protected void Cancel() => _stop.Cancel();

    /// <summary>
    /// True while a completed operation hasn't been written yet, so that nothing may end the pipeline first.
    /// </summary>
    private protected virtual bool HasPendingResults => false;

    /// <summary>Writes the results of all work in progress, before an error ends the pipeline.</summary>
    private protected virtual void EmitPending() { }

    private protected virtual Task BeginAsync() => Task.CompletedTask;

    private protected virtual Task ProcessAsync() => Task.CompletedTask;

    private protected virtual Task EndAsync() => Task.CompletedTask;

    /// <summary>Writes an error about the input.</summary>
    private protected virtual Task WriteErrorAsync(ErrorRecord error)
    {
        Pipeline.WriteError(error);
        return Task.CompletedTask;
    }

    /// <summary>Writes a result to the pipeline.</summary>
    private protected virtual void WriteResult(object item) => Pipeline.WriteObject(item);

    /// <summary>Writes a warning. Call this only on the pipeline thread.</summary>
    private protected virtual void Warn(string text) => Pipeline.WriteWarning(text);

    /// <summary>Writes verbose messages about the requests that have completed since the last call.</summary>
    private protected void WriteCallReports()
    {
        if (_reports.IsEmpty)
        {
            return;
        }
        var preference = GetPreference("Verbose", "VerbosePreference");
        if (HasPendingResults && MayEnd(preference))
        {
            return;
        }
        // PowerShell would discard the text, which takes longer to write than the rest of a read.
        var isDiscarded = preference is ActionPreference.SilentlyContinue or ActionPreference.Ignore;
        while (_reports.TryDequeue(out var report))
        {
            if (!isDiscarded)
            {
                Pipeline.WriteVerbose(Describe(report));
            }
        }
    }

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Called at the end of the pipeline. Work that is still in progress is canceled.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            _stop.Cancel();
        }
    }

    private protected virtual string Describe(CallReport report)
    {
        var retries = report.Attempts switch
        {
            1 => "",
            2 => " after 1 retry",
            var sent => $" after {sent - 1} retries",
        };
        var subject = report.Subject is null ? "" : " " + ForeignText.Excerpt(report.Subject);
        return FormattableString.Invariant(
            $"{report.Method}{subject}: {report.Outcome} in {report.Duration.TotalMilliseconds:0.0} ms{retries}"
        );
    }

    /// <summary>True if the first verbose message can end the pipeline. It must not replace an error.</summary>
    private bool EndsAtVerbose => MayEndAt("Verbose", "VerbosePreference");

    /// <summary>
    /// True if a record of a stream can end the pipeline, because of Stop or because the user is asked.
    /// </summary>
    private protected bool MayEndAt(string parameter, string variable) => MayEnd(GetPreference(parameter, variable));

    private static bool MayEnd(ActionPreference? preference) =>
        preference is ActionPreference.Stop or ActionPreference.Inquire or ActionPreference.Break;

    /// <summary>The preference for a stream; null if it can't be converted, such as that of a switch.</summary>
    private ActionPreference? GetPreference(string parameter, string variable) =>
        LanguagePrimitives.TryConvertTo<ActionPreference>(
            MyInvocation.BoundParameters.TryGetValue(parameter, out var bound) ? bound : GetVariableValue(variable),
            out var preference
        )
            ? preference
            : null;

    private void Run(Func<Task> step)
    {
        try
        {
            PipelineSynchronizationContext.Run(() => RunAsync(step));
            if (!HasPendingResults)
            {
                WriteCallReports();
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
        catch (BillingException error)
        {
            if (!EndsAtVerbose)
            {
                WriteCallReports();
            }
            ThrowTerminatingError(ErrorRecords.From(error, target: null));
        }
        catch (ErrorRecordException exception)
        {
            ThrowTerminatingError(exception.Record);
        }
        catch (Exception exception)
            when (exception is not (RuntimeException or FlowControlException)
                && !ReferenceEquals(ForeignText.Clean(exception), exception)
            )
        {
            // PowerShell reports an unexpected error itself, but foreign text must be cleaned first.
            throw ForeignText.Clean(exception)!;
        }
    }

    private Task CheckAndProcessAsync()
    {
        if (FindRowProblem() is not { } problem)
        {
            return ProcessAsync();
        }
        if (problem.IsOfAllRows && _hasReportedRows)
        {
            return Task.CompletedTask;
        }
        _hasReportedRows |= problem.IsOfAllRows;
        return WriteErrorAsync(problem.Error);
    }

    /// <summary>The problem of the current row, which the converters of parameters have found; null if none.</summary>
    private RowProblem? FindRowProblem()
    {
        foreach (var name in MyInvocation.BoundParameters.Keys)
        {
            var problem = GetValue(name) switch
            {
                IIdentity identity => identity.RowProblem,
                IIdentity[] identities => Array.Find(identities, static one => one.RowProblem is not null)?.RowProblem,
                PSObject { BaseObject: PSCustomObject } row => RowProblem.FindSeparator(row),
                _ => null,
            };
            if (problem is not null)
            {
                return problem;
            }
        }
        return null;
    }

    /// <summary>
    /// The value of a parameter for the current pipeline object. BoundParameters contains those of earlier ones, too.
    /// </summary>
    internal object? GetValue(string parameter) => GetType().GetProperty(parameter)?.GetValue(this);

    private async Task RunAsync(Func<Task> step)
    {
        try
        {
            await step();
        }
        catch (Exception exception)
            when (HasPendingResults
                && !Stopping
                && !_stop.IsCancellationRequested
                && exception is not (RuntimeException or FlowControlException)
            )
        {
            EmitPending();
            throw;
        }
    }
}
