using System.Management.Automation;

namespace Viam.Billing.Parameters;

/// <summary>
/// Reads a budget as an amount. What isn't one doesn't fail here, where PowerShell would skip the row and the cmdlet
/// wouldn't know that a budget wasn't checked.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class BudgetAmountTransformationAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        UsdAmount.From(UsdAmountConverter.Unwrap(inputData)) ?? UsdAmount.Unreadable(inputData);
}
