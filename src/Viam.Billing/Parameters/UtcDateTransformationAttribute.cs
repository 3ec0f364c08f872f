using System.Management.Automation;

namespace Viam.Billing.Parameters;

/// <summary>
/// Converts dates before PowerShell's binder does, which would treat $null as an omitted date, and silently ignore a
/// property of a pipeline object that its type converter rejects. For parameters of the type <see cref="UtcDate"/>.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class UtcDateTransformationAttribute : ArgumentTransformationAttribute
{
    /// <summary>
    /// Whether $null and empty text are accepted as a missing date, which properties of objects and CSV files contain.
    /// </summary>
    public bool AllowMissing { get; init; }

    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        var value = UsdAmountConverter.Unwrap(inputData);
        if (AllowMissing && (value is null || (value is string text && string.IsNullOrWhiteSpace(text))))
        {
            return null;
        }
        return UtcDate.From(value)
            ?? throw new ArgumentTransformationMetadataException(UtcDate.DescribeRejection(value));
    }
}
