using System.Management.Automation;
using Viam.Billing.Text;

namespace Viam.Billing.Pipeline;

/// <summary>
/// Writes to the streams of a cmdlet without the synchronization context of its asynchronous steps, because each write
/// can run other code. Text is cleaned by the filter for foreign text. Use this class only on the pipeline thread.
/// </summary>
internal sealed class CmdletPipeline(Cmdlet cmdlet)
{
    public void WriteObject(object item)
    {
        using (PipelineSynchronizationContext.SuppressContext())
        {
            cmdlet.WriteObject(item);
        }
    }

    /// <summary>True once an error was written.</summary>
    public bool HasErrors { get; private set; }

    public void WriteError(ErrorRecord error)
    {
        HasErrors = true;
        using (PipelineSynchronizationContext.SuppressContext())
        {
            cmdlet.WriteError(error);
        }
    }

    public void WriteWarning(string text)
    {
        using (PipelineSynchronizationContext.SuppressContext())
        {
            cmdlet.WriteWarning(ForeignText.ForDisplay(text));
        }
    }

    public void WriteVerbose(string text)
    {
        using (PipelineSynchronizationContext.SuppressContext())
        {
            cmdlet.WriteVerbose(ForeignText.ForDisplay(text));
        }
    }

    public void WriteProgress(ProgressRecord progress)
    {
        using (PipelineSynchronizationContext.SuppressContext())
        {
            progress.Activity = ForeignText.ForDisplay(progress.Activity);
            progress.StatusDescription = ForeignText.ForDisplay(progress.StatusDescription);
            cmdlet.WriteProgress(progress);
        }
    }

    /// <summary>Prompts before a change if -WhatIf, -Confirm, or the impact of the change requires it.</summary>
    public bool ShouldProcess(string target, string action)
    {
        using (PipelineSynchronizationContext.SuppressContext())
        {
            return cmdlet.ShouldProcess(ForeignText.ForDisplay(target), ForeignText.ForDisplay(action));
        }
    }
}
