using System.Management.Automation;

namespace Viam.Billing.Parameters;

/// <summary>
/// Converts an amount that can come from a row. An invalid value isn't rejected here, because PowerShell would skip the
/// row with an error that doesn't name it, so that the cmdlet reports it.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class RowAmountTransformationAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        UsdAmount.From(UsdAmountConverter.Unwrap(inputData)) ?? UsdAmount.Unreadable(inputData);
}
