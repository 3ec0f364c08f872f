using System.Management.Automation;

namespace Viam.Billing.Parameters;

/// <summary>
/// Converts amounts before PowerShell's binder does, which would accept an array with one amount, and treat $null as an
/// omitted amount.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class AmountTransformationAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        UsdAmount.From(UsdAmountConverter.Unwrap(inputData))
        ?? throw new ArgumentTransformationMetadataException(UsdAmountConverter.DescribeRejection(inputData));
}
