using System.Globalization;
using Viam.Billing.Text;

namespace Viam.Billing;

/// <summary>The open invoices of an organization by age. Amounts are US dollars.</summary>
public sealed class InvoiceAging : OrganizationRow
{
    public override string? OrganizationName { get; internal set; }

    public override string OrganizationId { get; internal init; } = "";

    /// <summary>The day for which ages are calculated. UTC.</summary>
    public DateTime AsOf { get; internal init; }

    /// <summary>The amount not due yet, or due on the day of the calculation.</summary>
    public decimal Current { get; internal init; }

    /// <summary>The amount that is 1 to 30 days past due.</summary>
    public decimal Days1To30 { get; internal init; }

    /// <summary>The amount that is 31 to 60 days past due.</summary>
    public decimal Days31To60 { get; internal init; }

    /// <summary>The amount that is 61 to 90 days past due.</summary>
    public decimal Days61To90 { get; internal init; }

    /// <summary>The amount that is more than 90 days past due.</summary>
    public decimal Over90Days { get; internal init; }

    /// <summary>The amount of invoices without a date from which their age could be calculated.</summary>
    public decimal NoDueDate { get; internal init; }

    /// <summary>The amount of all open invoices, which is the sum of the buckets.</summary>
    public decimal Total { get; internal init; }

    /// <summary>The amount past the due date, without invoices whose payment is in progress.</summary>
    public decimal Overdue { get; internal init; }

    /// <summary>The part of <see cref="Total"/> whose payment is in progress.</summary>
    public decimal InProcess { get; internal init; }

    /// <summary>The number of open invoices, including those with an unknown amount.</summary>
    public int InvoiceCount { get; internal init; }

    /// <summary>The largest number of days past due among the overdue invoices; null if none is overdue.</summary>
    public int? OldestDaysPastDue { get; internal init; }

    /// <summary>
    /// The reason why the most recent payment attempt for an open invoice failed; null if none failed.
    /// </summary>
    public string? LastFailureReason { get; internal init; }

    /// <summary>
    /// The outstanding balance as reported by the service; null for invoices from the pipeline, and for a day other
    /// than today.
    /// </summary>
    public decimal? OutstandingBalance { get; internal init; }

    /// <summary><see cref="OutstandingBalance"/> minus <see cref="Total"/>; null if either is unknown.</summary>
    public decimal? Difference { get; internal init; }

    public override string ToString() =>
        VisibleText.From(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{OrganizationName ?? OrganizationId} {AsOf:yyyy-MM-dd} {Total:0.00} USD open, "
                    + $"{Overdue:0.00} USD overdue"
            )
        );
}
