using System.Collections;
using System.Globalization;
using System.Management.Automation;
using Viam.Billing.Text;

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
        Unwrap(value) is IList list
            ? DescribeList(list)
            : $"{DescribeValue(value)} isn't an amount in US dollars and cents. Write it as 1234.56.";

    private static string DescribeValue(object? value)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{value}");
        return string.IsNullOrWhiteSpace(text) ? "An empty value" : $"'{ForeignText.Excerpt(text)}'";
    }

    /// <summary>An unquoted comma makes a list: 1,500 has the elements 1 and 500, and 1,050 has 1 and 50.</summary>
    private static string DescribeList(IList list)
    {
        if (list.Count < 2)
        {
            return "A list isn't an amount in US dollars and cents. Specify a single amount, such as 1234.56.";
        }
        var parts = list.Cast<object?>()
            .Select(static part => string.Create(CultureInfo.InvariantCulture, $"{Unwrap(part)}"))
            .ToArray();
        var isGrouped = parts.Skip(1).All(static part => part.Length >= 3 && part[..3].All(char.IsAsciiDigit));
        return $"'{ForeignText.Excerpt(string.Join(',', parts))}' is a list of {parts.Length} values, because a comma "
            + "separates values in PowerShell. "
            + (
                isGrouped && decimal.TryParse(string.Concat(parts), CultureInfo.InvariantCulture, out var meant)
                    ? string.Create(CultureInfo.InvariantCulture, $"If you mean {meant}, write it without the comma.")
                    : "Write one amount as 1234.56: with a point before the cents, and without commas."
            );
    }
}
