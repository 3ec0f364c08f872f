using System.Globalization;
using System.Management.Automation;

namespace Viam.Billing.Formatting;

/// <summary>
/// Dates as yyyy-MM-dd in every culture and calendar, which a format string of a view can't do. The types file attaches
/// these methods as hidden members.
/// </summary>
public static class DisplayDate
{
    public static object? AsOf(PSObject item) => Date(item, nameof(AsOf));

    public static object? BillingPeriodEnd(PSObject item) => Date(item, nameof(BillingPeriodEnd));

    public static object? BillingPeriodStart(PSObject item) => Date(item, nameof(BillingPeriodStart));

    public static object? ChargePeriodStart(PSObject item) => Date(item, nameof(ChargePeriodStart));

    public static object? CreatedOn(PSObject item) => Date(item, nameof(CreatedOn));

    public static object? Day(PSObject item) => Date(item, "Date");

    public static object? DueDate(PSObject item) => Date(item, nameof(DueDate));

    public static object? EndDate(PSObject item) => Date(item, nameof(EndDate));

    public static object? InvoiceDate(PSObject item) => Date(item, nameof(InvoiceDate));

    public static object? StartDate(PSObject item) => Date(item, nameof(StartDate));

    private static object? Date(PSObject item, string property) =>
        item.Properties[property]?.Value switch
        {
            DateTime date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            // For example, text that was read from CSV, which is displayed unchanged.
            var value => value,
        };
}
