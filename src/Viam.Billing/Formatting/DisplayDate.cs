using System.Globalization;
using System.Management.Automation;
using Viam.Billing.Text;

namespace Viam.Billing.Formatting;

/// <summary>
/// Dates as yyyy-MM-dd in every culture and calendar, which a format string of a view can't do, and times for lists
/// without a view. The types file attaches these methods as hidden members.
/// </summary>
public static class DisplayDate
{
    public static object? AsOf(PSObject item) => Date(item, nameof(AsOf));

    public static object? BankVerificationArrivalDate(PSObject item) => Time(item, nameof(BankVerificationArrivalDate));

    public static object? BillingPeriodEnd(PSObject item) => Date(item, nameof(BillingPeriodEnd));

    public static object? BillingPeriodStart(PSObject item) => Date(item, nameof(BillingPeriodStart));

    public static object? ChargePeriodStart(PSObject item) => Date(item, nameof(ChargePeriodStart));

    public static object? ConnectedAt(PSObject item) => Time(item, nameof(ConnectedAt));

    public static object? CreatedOn(PSObject item) => Date(item, nameof(CreatedOn));

    public static object? Day(PSObject item) => Date(item, "Date");

    public static object? DueDate(PSObject item) => Date(item, nameof(DueDate));

    public static object? EndDate(PSObject item) => Date(item, nameof(EndDate));

    public static object? InvoiceDate(PSObject item) => Date(item, nameof(InvoiceDate));

    /// <summary>Without seconds, so that it fits beside the other columns of snapshots by resource.</summary>
    public static object? ReadAt(PSObject item) => Format(item, nameof(ReadAt), "yyyy-MM-dd HH:mm'Z'");

    public static object? SentAt(PSObject item) => Time(item, nameof(SentAt));

    public static object? StartDate(PSObject item) => Date(item, nameof(StartDate));

    public static object? TokenExpiresAt(PSObject item) => Time(item, nameof(TokenExpiresAt));

    public static object? UpdatedAt(PSObject item) => Time(item, nameof(UpdatedAt));

    private static object? Date(PSObject item, string property) => Format(item, property, "yyyy-MM-dd");

    private static object? Time(PSObject item, string property) => Format(item, property, "u");

    private static object? Format(PSObject item, string property, string format) =>
        item.Properties[property]?.Value switch
        {
            DateTime date => date.ToString(format, CultureInfo.InvariantCulture),
            // For example, text that was read from CSV, which is displayed without control characters.
            string text => VisibleText.From(text),
            var value => value,
        };
}
