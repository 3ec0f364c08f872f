using Viam.Billing.Text;

namespace Viam.Billing;

/// <summary>One invoice of an organization. Source: BillingService.GetInvoicesSummary.</summary>
public sealed class Invoice : OrganizationRow
{
    public override string? OrganizationName { get; internal set; }

    /// <summary>The organization that was asked for the invoice.</summary>
    public override string OrganizationId { get; internal init; } = "";

    public string InvoiceId { get; internal init; } = "";

    /// <summary>UTC.</summary>
    public DateTime? InvoiceDate { get; internal init; }

    /// <summary>US dollars; null where the service sent something that is no amount.</summary>
    public decimal? Amount { get; internal init; }

    /// <summary>As the service says it. Seen: paid, outstanding, payment_processing.</summary>
    public string? Status { get; internal init; }

    /// <summary>UTC.</summary>
    public DateTime? DueDate { get; internal init; }

    /// <summary>UTC; null while it is not paid.</summary>
    public DateTime? PaidDate { get; internal init; }

    /// <summary>
    /// True if it wasn't paid, no payment was in progress, and its due date had passed when it was read.
    /// </summary>
    public bool IsOverdue { get; internal init; }

    /// <summary>True if a payment was being processed when it was read.</summary>
    public bool IsPaymentInProgress => PaidDate is null && IsProcessingStatus(Status);

    /// <summary>Why the last attempt to collect failed, such as card_declined; null if none failed.</summary>
    public string? LastPaymentFailureReason { get; internal init; }

    /// <summary>UTC.</summary>
    public DateTime? LastPaymentFailureDate { get; internal init; }

    internal bool IsPaid => PaidDate is not null || IsPaidStatus(Status);

    internal bool IsOutstanding => string.Equals(Status, InvoiceStatus.Outstanding, StringComparison.OrdinalIgnoreCase);

    internal static bool IsPaidStatus(string? status) =>
        string.Equals(status, InvoiceStatus.Paid, StringComparison.OrdinalIgnoreCase);

    internal static bool IsProcessingStatus(string? status) =>
        string.Equals(status, InvoiceStatus.PaymentProcessing, StringComparison.OrdinalIgnoreCase);

    public override string ToString() =>
        VisibleText.From(
            FormattableString.Invariant($"{InvoiceId} {InvoiceDate:yyyy-MM-dd} {Amount:0.00} USD {Status}")
        );
}
