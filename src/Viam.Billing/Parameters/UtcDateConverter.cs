using System.Management.Automation;

namespace Viam.Billing.Parameters;

/// <summary>
/// Converts values to <see cref="UtcDate"/>. It accepts every value, because PowerShell would otherwise use its own
/// conversions, which depend on the culture and read a number as 100-nanosecond intervals.
/// </summary>
internal sealed class UtcDateConverter : PSTypeConverter
{
    public override bool CanConvertFrom(object sourceValue, Type destinationType) => true;

    public override object ConvertFrom(
        object sourceValue,
        Type destinationType,
        IFormatProvider formatProvider,
        bool ignoreCase
    )
    {
        var value = UsdAmountConverter.Unwrap(sourceValue);
        return UtcDate.From(value) ?? throw new PSInvalidCastException(UtcDate.DescribeRejection(value));
    }

    public override bool CanConvertTo(object sourceValue, Type destinationType) => false;

    public override object ConvertTo(
        object sourceValue,
        Type destinationType,
        IFormatProvider formatProvider,
        bool ignoreCase
    ) => throw new NotSupportedException();
}
