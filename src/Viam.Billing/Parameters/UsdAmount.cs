using System.ComponentModel;
using System.Globalization;
using Viam.Billing.Parameters;

namespace Viam.Billing;

/// <summary>
/// An amount in US dollars, as a parameter of a cmdlet. PowerShell makes one only of a number, or of text that can't be
/// misread: a point before the cents, and nothing between the thousands. A proxy function declares its parameters with
/// this type, and so reads amounts as the cmdlet does.
/// </summary>
[TypeConverter(typeof(UsdAmountConverter))]
public sealed class UsdAmount
{
    private const NumberStyles Style =
        NumberStyles.AllowDecimalPoint
        | NumberStyles.AllowLeadingSign
        | NumberStyles.AllowLeadingWhite
        | NumberStyles.AllowTrailingWhite;

    // Neither public nor with a public counterpart, such as Parse or a cast: PowerShell would find it, and convert its
    // argument first.
    internal UsdAmount(decimal value) => Value = value;

    private UsdAmount(string problem) => Problem = problem;

    /// <summary>US dollars.</summary>
    public decimal Value { get; }

    /// <summary>Why what was given isn't an amount; null if it is. Only parameters that ask for it can have one.</summary>
    internal string? Problem { get; }

    public override string ToString() => Value.ToString("0.00##", CultureInfo.InvariantCulture);

    /// <summary>The amount that a value means; null if it isn't clearly one.</summary>
    internal static UsdAmount? From(object? value) =>
        value switch
        {
            UsdAmount amount => amount,
            string text => FromText(text),
            // By way of double, whose conversion keeps all of a float's digits: a number that isn't meant exactly has
            // too many.
            float number => FromDouble(number),
            double number => FromDouble(number),
            decimal number => new(number),
            sbyte or byte or short or ushort or int or uint or long or ulong => new(
                Convert.ToDecimal(value, CultureInfo.InvariantCulture)
            ),
            _ => null,
        };

    /// <summary>For a cmdlet that reports by itself what isn't an amount.</summary>
    internal static UsdAmount Unreadable(object? value) => new(UsdAmountConverter.DescribeRejection(value));

    private static UsdAmount? FromText(string text) =>
        // Someone who groups thousands with a point writes 1.000 for a thousand.
        decimal.TryParse(text, Style, CultureInfo.InvariantCulture, out var amount)
        && amount.Scale <= 2
            ? new(amount)
            : null;

    private static UsdAmount? FromDouble(double number) =>
        double.IsFinite(number) && Math.Abs(number) < (double)decimal.MaxValue ? new((decimal)number) : null;
}
