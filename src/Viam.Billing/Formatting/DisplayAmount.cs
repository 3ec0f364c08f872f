using System.Globalization;
using System.Management.Automation;
using Viam.Billing.Text;

namespace Viam.Billing.Formatting;

/// <summary>
/// Amounts with two decimal places, and percentages with one, for lists without a view, which have no format strings.
/// The types file attaches these methods as hidden members.
/// </summary>
public static class DisplayAmount
{
    public static object? Actual(PSObject item) => Format(item, nameof(Actual));

    public static object? ActualPercent(PSObject item) => Format(item, nameof(ActualPercent), "N1");

    public static object? Amount(PSObject item) => Format(item, nameof(Amount));

    public static object? AmountDue(PSObject item) => Format(item, nameof(AmountDue));

    public static object? BilledCost(PSObject item) => Format(item, nameof(BilledCost));

    public static object? Budget(PSObject item) => Format(item, nameof(Budget));

    public static object? Change(PSObject item) => Format(item, nameof(Change));

    public static object? Cost(PSObject item) => Format(item, nameof(Cost));

    public static object? Current(PSObject item) => Format(item, nameof(Current));

    public static object? Days1To30(PSObject item) => Format(item, nameof(Days1To30));

    public static object? Days31To60(PSObject item) => Format(item, nameof(Days31To60));

    public static object? Days61To90(PSObject item) => Format(item, nameof(Days61To90));

    public static object? Discount(PSObject item) => Format(item, nameof(Discount));

    public static object? Forecast(PSObject item) => Format(item, nameof(Forecast));

    public static object? High(PSObject item) => Format(item, nameof(High));

    public static object? Low(PSObject item) => Format(item, nameof(Low));

    public static object? NetCost(PSObject item) => Format(item, nameof(NetCost));

    public static object? OtherCharges(PSObject item) => Format(item, nameof(OtherCharges));

    public static object? OutstandingBalance(PSObject item) => Format(item, nameof(OutstandingBalance));

    public static object? Over90Days(PSObject item) => Format(item, nameof(Over90Days));

    public static object? PercentChange(PSObject item) => Format(item, nameof(PercentChange), "N1");

    public static object? Reference(PSObject item) => Format(item, nameof(Reference));

    public static object? Subtotal(PSObject item) => Format(item, nameof(Subtotal));

    public static object? Total(PSObject item) => Format(item, nameof(Total));

    public static object? TotalWithoutDiscount(PSObject item) => Format(item, nameof(TotalWithoutDiscount));

    private static object? Format(PSObject item, string property, string format = "N2") =>
        item.Properties[property]?.Value switch
        {
            decimal amount => amount.ToString(format, CultureInfo.CurrentCulture),
            // For example, text that was read from CSV, which is displayed without control characters.
            string text => VisibleText.From(text),
            var value => value,
        };
}
