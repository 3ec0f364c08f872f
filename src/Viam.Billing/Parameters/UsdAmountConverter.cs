using System.Globalization;
using System.Management.Automation;

namespace Viam.Billing.Parameters;

/// <summary>
/// Converts values to <see cref="UsdAmount"/>. It accepts every value, because PowerShell would otherwise use its own
/// conversions, which read 12,50 as 1250 and $true as 1.
/// </summary>
internal sealed class UsdAmountConverter : PSTypeConverter
{
    public override bool CanConvertFrom(object sourceValue, Type destinationType) => true;

    public override object ConvertFrom(
        object sourceValue,
        Type destinationType,
        IFormatProvider formatProvider,
        bool ignoreCase
    ) => UsdAmount.From(Unwrap(sourceValue)) ?? throw new PSInvalidCastException(DescribeRejection(sourceValue));

    public override bool CanConvertTo(object sourceValue, Type destinationType) => false;

    public override object ConvertTo(
        object sourceValue,
        Type destinationType,
        IFormatProvider formatProvider,
        bool ignoreCase
    ) => throw new NotSupportedException();

    internal static object? Unwrap(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;

    internal static string DescribeRejection(object? value) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"'{value}' isn't an amount in US dollars and cents. Write it as 1234.56."
        );
}
