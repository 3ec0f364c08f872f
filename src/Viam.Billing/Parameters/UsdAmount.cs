using System.ComponentModel;
using System.Globalization;
using Viam.Billing.Parameters;

namespace Viam.Billing;

/// <summary>
/// An amount in US dollars as a cmdlet parameter. Only numbers are converted, and text that can't be misread: with a
/// point as the decimal separator, and without a thousands separator. Proxy functions that declare parameters of this
/// type convert amounts as the cmdlet does.
/// </summary>
[TypeConverter(typeof(UsdAmountConverter))]
public sealed class UsdAmount
{
    private readonly decimal _value;

    private const NumberStyles Style =
        NumberStyles.AllowDecimalPoint
        | NumberStyles.AllowLeadingSign
        | NumberStyles.AllowLeadingWhite
        | NumberStyles.AllowTrailingWhite;

    // Not public, and there is no public alternative such as Parse or a cast, because PowerShell would use it and
    // convert its argument first.
    internal UsdAmount(decimal value) => _value = value;

    private UsdAmount(string problem) => Problem = problem;

    /// <summary>The amount in US dollars.</summary>
    public decimal Value =>
        Problem is null
            ? _value
            : throw new InvalidOperationException("A value that isn't an amount must not be used.");

    /// <summary>
    /// The reason why the specified value isn't an amount; null if it is. Only parameters that support this can have
    /// one.
    /// </summary>
    internal string? Problem { get; }

    public override string ToString() => Problem ?? _value.ToString("0.00##", CultureInfo.InvariantCulture);

    /// <summary>Converts a value; null if it isn't clearly an amount.</summary>
    internal static UsdAmount? From(object? value) =>
        value switch
        {
            UsdAmount amount => amount,
            string text => FromText(text),
            // Converted through double, which keeps all digits of a float, so that an inexact number has too many
            // decimals.
            float number => FromDouble(number),
            double number => FromDouble(number),
            decimal number => new(number),
            sbyte or byte or short or ushort or int or uint or long or ulong => new(
                Convert.ToDecimal(value, CultureInfo.InvariantCulture)
            ),
            _ => null,
        };

    /// <summary>For cmdlets that report invalid amounts themselves.</summary>
    internal static UsdAmount Unreadable(object? value) => new(UsdAmountConverter.DescribeRejection(value));

    private static UsdAmount? FromText(string text) =>
        // In text such as 1.000, the point may be a thousands separator.
        decimal.TryParse(text, Style, CultureInfo.InvariantCulture, out var amount)
        && amount.Scale <= 2
            ? new(amount)
            : null;

    private static UsdAmount? FromDouble(double number) =>
        double.IsFinite(number) && Math.Abs(number) < (double)decimal.MaxValue ? new((decimal)number) : null;
}
