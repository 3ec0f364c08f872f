using System.Management.Automation;

namespace Viam.Billing.Parameters;

/// <summary>
/// Accepts time spans of 0, or from one second to one year. PowerShell converts a plain number to ticks, which is never
/// intended.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ValidateIntervalAttribute : ValidateArgumentsAttribute
{
    protected override void Validate(object arguments, EngineIntrinsics engineIntrinsics)
    {
        if (
            arguments is TimeSpan interval
            && interval != TimeSpan.Zero
            && (interval < TimeSpan.FromSeconds(1) || interval > TimeSpan.FromDays(366))
        )
        {
            throw new ValidationMetadataException(
                "Specify 0 or a time span from 1 second to 366 days, such as 01:00:00 for one hour."
            );
        }
    }
}
