using Viam.Billing.Text;

namespace Viam.Billing;

/// <summary>An open invoice and its age. Source: BillingService.GetInvoicesSummary.</summary>
public sealed class InvoiceAgingDetail : OrganizationRow
{
    public override string? OrganizationName { get; internal set; }

    public override string OrganizationId { get; internal init; } = "";

    public string InvoiceId { get; internal init; } = "";

    /// <summary>The day for which the age is calculated. UTC.</summary>
    public DateTime AsOf { get; internal init; }

    /// <summary>The date of the invoice, in UTC; null if unknown.</summary>
    public DateTime? InvoiceDate { get; internal init; }

    /// <summary>The due date, in UTC; null if unknown.</summary>
    public DateTime? DueDate { get; internal init; }

    /// <summary>
    /// The number of UTC calendar days past the due date, negative before it; null without a due date.
    /// </summary>
    public int? DaysPastDue { get; internal init; }

    /// <summary>The age bucket of the invoice.</summary>
    public InvoiceAgeBucket Bucket { get; internal init; }

    /// <summary>The amount in US dollars; null if unknown.</summary>
    public decimal? Amount { get; internal init; }

    /// <summary>The status as reported by the service; null if unknown.</summary>
    public string? Status { get; internal init; }

    /// <summary>True if the due date has passed and no payment is in progress.</summary>
    public bool IsOverdue { get; internal init; }

    /// <summary>True if a payment is in progress.</summary>
    public bool IsInProcess { get; internal init; }

    /// <summary>The reason why the last payment attempt failed; null if none failed.</summary>
    public string? LastFailureReason { get; internal init; }

    /// <summary>The time of the last failed payment attempt, in UTC; null if none failed.</summary>
    public DateTime? LastFailureDate { get; internal init; }

    public override string ToString() =>
        VisibleText.From(FormattableString.Invariant($"{InvoiceId} {Amount:0.00} USD {Bucket}"));
}
