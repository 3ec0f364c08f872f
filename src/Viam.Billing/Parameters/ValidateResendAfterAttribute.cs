using System.Management.Automation;

namespace Viam.Billing.Parameters;

/// <summary>
/// Rejects time spans that are too short to be intended, such as a plain number, which PowerShell converts to units of
/// 100 nanoseconds.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ValidateResendAfterAttribute : ValidateArgumentsAttribute
{
    private static readonly TimeSpan s_shortest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(1);

    protected override void Validate(object? arguments, EngineIntrinsics engineIntrinsics)
    {
        if (arguments is not TimeSpan time || time < s_shortest || time > s_longest)
        {
            throw new ValidationMetadataException(
                $"'{arguments}' isn't a time between 1 second and 1 day. Write ten minutes as 00:10:00."
            );
        }
    }
}
