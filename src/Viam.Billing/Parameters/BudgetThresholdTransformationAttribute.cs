using System.Collections;
using System.Management.Automation;

namespace Viam.Billing.Parameters;

/// <summary>
/// Converts budget thresholds. An invalid value isn't rejected here; see <see
/// cref="RowAmountTransformationAttribute"/>.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class BudgetThresholdTransformationAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        var value = UsdAmountConverter.Unwrap(inputData);
        var items = value is IList list ? list.Cast<object?>() : [value];
        return items.SelectMany(static item => BudgetThreshold.From(UsdAmountConverter.Unwrap(item))).ToArray();
    }
}
