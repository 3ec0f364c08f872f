using System.Management.Automation;

namespace Viam.Billing.Parameters;

/// <summary>
/// Reads dates before PowerShell's binder does, which would take $null for no date at all, and would silently ignore a
/// property of the pipeline's object that its type converter rejects. For parameters of the type <see cref="UtcDate"/>.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class UtcDateTransformationAttribute : ArgumentTransformationAttribute
{
    /// <summary>
    /// Whether $null and empty text mean that there is no date, as they do in the properties of objects, and in CSV files.
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
