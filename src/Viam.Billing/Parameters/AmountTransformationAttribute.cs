using System.Management.Automation;

namespace Viam.Billing.Parameters;

/// <summary>
/// Reads amounts before PowerShell's binder does, which would take an array of one amount for that amount, and $null
/// for no amount at all.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class AmountTransformationAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        UsdAmount.From(UsdAmountConverter.Unwrap(inputData))
        ?? throw new ArgumentTransformationMetadataException(UsdAmountConverter.DescribeRejection(inputData));
}
