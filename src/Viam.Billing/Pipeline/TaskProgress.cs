using System.Management.Automation;
using System.Runtime.ExceptionServices;

namespace Viam.Billing.Pipeline;

/// <summary>Shows the progress of a cmdlet while it waits for tasks.</summary>
internal sealed class TaskProgress(CmdletPipeline pipeline, string activity)
{
    private readonly ProgressThrottle _throttle = new();
    private ExceptionDispatchInfo? _failure;

    /// <summary>Waits until a task has completed, in whatever state, and shows its progress.</summary>
    public async Task ShowUntilAsync(Task task, Func<string> status)
    {
        while (!task.IsCompleted)
        {
            await Task.WhenAny(task, Task.Delay(ProgressThrottle.Interval));
            if (!task.IsCompleted && _failure is null && _throttle.IsDue)
            {
                Show(status());
            }
        }
    }

    /// <summary>Ends the pipeline if a progress preference of Stop requires it. Call this after the results.</summary>
    public void ThrowIfFailed() => _failure?.Throw();

    /// <summary>Removes the progress from the screen.</summary>
    public void Complete()
    {
        if (_throttle.IsShown)
        {
            pipeline.WriteProgress(
                new ProgressRecord(0, activity, "done") { RecordType = ProgressRecordType.Completed }
            );
        }
    }

    private void Show(string status)
    {
        try
        {
            pipeline.WriteProgress(new ProgressRecord(0, activity, status));
        }
        catch (PipelineStoppedException)
        {
            // The task must be awaited, even if the pipeline is stopped.
        }
        catch (Exception exception)
        {
            // A progress preference of Stop ends the pipeline, but only after the result is written.
            _failure = ExceptionDispatchInfo.Capture(exception);
        }
    }
}
