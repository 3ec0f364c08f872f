using System.Management.Automation;

namespace Viam.Billing.Errors;

/// <summary>Carries an error record out of work that runs beside the pipeline, which alone may write it.</summary>
internal sealed class ErrorRecordException(ErrorRecord record) : Exception(record.Exception.Message, record.Exception)
{
    public ErrorRecord Record { get; } = record;
}
