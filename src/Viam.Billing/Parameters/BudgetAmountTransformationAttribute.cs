using System.Management.Automation;

namespace Viam.Billing.Parameters;

/// <summary>
/// Converts a budget to an amount. An invalid value isn't rejected here, because PowerShell would skip the row, and the
/// cmdlet couldn't report that a budget wasn't checked.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class BudgetAmountTransformationAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        UsdAmount.From(UsdAmountConverter.Unwrap(inputData)) ?? UsdAmount.Unreadable(inputData);
}
