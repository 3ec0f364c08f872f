using System.Globalization;
using System.Management.Automation;

namespace Viam.Billing.Commands;

/// <summary>
/// Takes an amount as text only with a point before its cents and nothing between its thousands: PowerShell's own conversion would read 12,50 as 1250.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class AmountTransformationAttribute : ArgumentTransformationAttribute
{
    private const NumberStyles Style = NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite;

    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        var value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        if (value is not string text) return value;
        return decimal.TryParse(text, Style, CultureInfo.InvariantCulture, out var amount)
            ? amount
            : throw new ArgumentTransformationMetadataException($"'{text}' is no amount. Write it as 1234.56.");
    }
}
