using System.Management.Automation;

namespace Viam.Billing.Errors;

/// <summary>Contains an error record of work that runs outside the pipeline thread, which must write it.</summary>
internal sealed class ErrorRecordException(ErrorRecord record) : Exception(record.Exception.Message, record.Exception)
{
    public ErrorRecord Record { get; } = record;
}
