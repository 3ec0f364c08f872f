using Viam.Billing.Text;

namespace Viam.Billing;

/// <summary>An open invoice and its age.</summary>
public sealed class InvoiceAgingDetail : OrganizationRow
{
    public override string? OrganizationName { get; internal set; }

    public override string OrganizationId { get; internal init; } = "";

    public string InvoiceId { get; internal init; } = "";

    /// <summary>The day for which the age was calculated. UTC.</summary>
    public DateTime AsOf { get; internal init; }

    /// <summary>UTC.</summary>
    public DateTime? InvoiceDate { get; internal init; }

    /// <summary>UTC.</summary>
    public DateTime? DueDate { get; internal init; }

    /// <summary>Negative before the due date; null without one.</summary>
    public int? DaysPastDue { get; internal init; }

    public InvoiceAgeBucket Bucket { get; internal init; }

    /// <summary>US dollars; null if unknown.</summary>
    public decimal? Amount { get; internal init; }

    public string? Status { get; internal init; }

    /// <summary>Past the due date, and no payment is in progress.</summary>
    public bool IsOverdue { get; internal init; }

    public bool IsInProcess { get; internal init; }

    /// <summary>Why the last attempt to collect failed; null if none failed.</summary>
    public string? LastFailureReason { get; internal init; }

    /// <summary>When the last attempt to collect failed. UTC.</summary>
    public DateTime? LastFailureDate { get; internal init; }

    public override string ToString() =>
        VisibleText.From(FormattableString.Invariant($"{InvoiceId} {Amount:0.00} USD {Bucket}"));
}
