using System.Globalization;
using Viam.Billing.Usage;

namespace Viam.Billing.Reports;

/// <summary>Formats numbers and dates, independent of the culture.</summary>
internal static class ReportFormat
{
    /// <summary>The text for a missing value.</summary>
    public const string None = "–";

    /// <summary>With the currency symbol, such as $1,234.50.</summary>
    public static string Money(decimal amount) => Text(UsageAmount.Round(amount), "$#,##0.00;-$#,##0.00;$0.00");

    /// <summary>
    /// Without the currency symbol, such as 1,234.50, for columns of a table whose caption names the currency.
    /// </summary>
    public static string Amount(decimal? amount) =>
        amount is { } known ? Text(UsageAmount.Round(known), "#,##0.00;-#,##0.00;0.00") : None;

    /// <summary>With a sign, such as +1,234.50.</summary>
    public static string Change(decimal amount) => Text(UsageAmount.Round(amount), "+#,##0.00;-#,##0.00;0.00");

    /// <summary>With a sign and the currency symbol, such as +$1,234.50.</summary>
    public static string MoneyChange(decimal amount) => Text(UsageAmount.Round(amount), "+$#,##0.00;-$#,##0.00;$0.00");

    /// <summary>To one decimal. Null is a change from 0.</summary>
    public static string PercentChange(decimal? percent) =>
        percent is { } known ? Text(known, "+#,##0.0;-#,##0.0;0.0") + "%" : None;

    public static string Percent(decimal part, decimal whole) =>
        whole > 0 ? Text(part / whole * 100, "0.0") + "%" : None;

    /// <summary>Short form for an axis: 950, 1.5k, 12k, 3M.</summary>
    public static string Short(decimal amount) =>
        Math.Abs(amount) switch
        {
            >= 999_950_000 => Text(amount / 1_000_000_000, "#,##0.#") + "B",
            >= 999_950 => Text(amount / 1_000_000, "0.#") + "M",
            >= 1000 => Text(amount / 1000, "0.#") + "k",
            >= 10 => Text(amount, "0"),
            _ => Text(amount, "0.##"),
        };

    public static string Date(DateTime time) => Text(time, "yyyy-MM-dd");

    public static string Time(DateTime time) => Text(time, "yyyy-MM-dd HH:mm") + " UTC";

    /// <summary>The year and month, such as 2026-11.</summary>
    public static string Month(DateTime time) => Text(time, "yyyy-MM");

    /// <summary>The name of the month and the year, such as November 2026.</summary>
    public static string MonthName(DateTime time) => Text(time, "MMMM yyyy");

    public static string Count(int count) => Text(count, "#,##0");

    /// <summary>A number with a noun, such as 1 organization or 2 organizations.</summary>
    public static string Count(int count, string noun) => $"{Count(count)} {noun}{(count == 1 ? "" : "s")}";

    public static string Text(IFormattable value, string format) =>
        value.ToString(format, CultureInfo.InvariantCulture);
}
