using System.Collections.Concurrent;
using System.Management.Automation;
using Viam.Billing.Errors;
using Viam.Billing.Pipeline;
using Viam.Billing.Services;
using Viam.Billing.Text;

namespace Viam.Billing.Commands.Base;

/// <summary>What every cmdlet shares: async steps on the pipeline thread, stopping, errors, and what -Verbose tells.</summary>
public abstract class AsyncCommand : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<CallReport> _reports = new();

    private protected AsyncCommand() => Pipeline = new CmdletPipeline(this);

    private protected CmdletPipeline Pipeline { get; }

    /// <summary>Cancelled when the pipeline stops, by Ctrl+C or because nobody downstream wants more.</summary>
    private protected CancellationToken StopToken => _stop.Token;

    /// <summary>What goes with this cmdlet's calls.</summary>
    private protected CallContext Call => new(_stop.Token, _reports.Enqueue);

    protected sealed override void BeginProcessing() => Run(BeginAsync);

    protected sealed override void ProcessRecord() => Run(ProcessAsync);

    protected sealed override void EndProcessing() => Run(EndAsync);

    // Runs on another thread than the rest, and so only cancels.
    protected sealed override void StopProcessing() => _stop.Cancel();

    private protected void Cancel() => _stop.Cancel();

    /// <summary>True while something that was done isn't emitted yet, so that nothing may end the pipeline before that.</summary>
    private protected virtual bool HasPendingResults => false;

    private protected virtual Task BeginAsync() => Task.CompletedTask;

    private protected virtual Task ProcessAsync() => Task.CompletedTask;

    private protected virtual Task EndAsync() => Task.CompletedTask;

    /// <summary>Emits a result of the cmdlet.</summary>
    private protected virtual void WriteResult(object item) => Pipeline.WriteObject(item);

    /// <summary>Tells -Verbose about the calls that have ended since the last time.</summary>
    private protected void WriteCallReports()
    {
        while (_reports.TryDequeue(out var report))
        {
            Pipeline.WriteVerbose(Describe(report));
        }
    }

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>The pipeline is over. Whatever is still in flight is not wanted any more.</summary>
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
        var subject = report.Subject is null ? "" : " " + report.Subject;
        return FormattableString.Invariant(
            $"{report.Method}{subject}: {report.Outcome} in {report.Duration.TotalMilliseconds:0.0} ms{retries}"
        );
    }

    /// <summary>True if the first verbose text ends the pipeline. It must not do so in place of an error.</summary>
    private bool EndsAtVerbose =>
        !MyInvocation.BoundParameters.ContainsKey("Verbose")
        && LanguagePrimitives.TryConvertTo<ActionPreference>(GetVariableValue("VerbosePreference"), out var preference)
        && preference == ActionPreference.Stop;

    private void Run(Func<Task> step)
    {
        try
        {
            PipelineSynchronizationContext.Run(step);
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
        catch (Exception exception)
            when (exception is not (RuntimeException or FlowControlException)
                && !ReferenceEquals(ForeignText.Clean(exception), exception)
            )
        {
            // An error that this module doesn't expect is PowerShell's to report, though not in words that have not passed the gate.
            throw ForeignText.Clean(exception)!;
        }
    }
}
