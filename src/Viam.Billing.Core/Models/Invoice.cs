using Viam.Billing.Text;

namespace Viam.Billing;

/// <summary>An invoice of an organization. Source: BillingService.GetInvoicesSummary.</summary>
public sealed class Invoice : OrganizationRow
{
    private string _organizationId = "";
    private bool _isOverdue;

    public override string? OrganizationName { get; internal set; }

    /// <summary>The organization whose invoices were requested.</summary>
    public override string OrganizationId
    {
        get => _organizationId;
        internal init => _organizationId = value;
    }

    /// <summary>The ID of the invoice.</summary>
    public string InvoiceId { get; internal init; } = "";

    /// <summary>The date of the invoice, in UTC; null if unknown.</summary>
    public DateTime? InvoiceDate { get; internal init; }

    /// <summary>The amount in US dollars; null if the service sent no valid amount.</summary>
    public decimal? Amount { get; internal init; }

    /// <summary>The status as reported by the service, such as paid, outstanding, or payment_processing.</summary>
    public string? Status { get; internal init; }

    /// <summary>The due date, in UTC; null if unknown.</summary>
    public DateTime? DueDate { get; internal init; }

    /// <summary>The date of the payment, in UTC; null if the invoice isn't paid.</summary>
    public DateTime? PaidDate { get; internal init; }

    /// <summary>
    /// True if the invoice wasn't paid, no payment was in progress, and its due date had passed when it was read.
    /// </summary>
    public bool IsOverdue
    {
        get => _isOverdue;
        internal init => _isOverdue = value;
    }

    /// <summary>True if a payment was in progress when the invoice was read.</summary>
    public bool IsPaymentInProgress => PaidDate is null && IsProcessingStatus(Status);

    /// <summary>The reason why the last payment attempt failed, such as card_declined; null if none failed.</summary>
    public string? LastPaymentFailureReason { get; internal init; }

    /// <summary>The time of the last failed payment attempt, in UTC; null if none failed.</summary>
    public DateTime? LastPaymentFailureDate { get; internal init; }

    internal bool IsPaid => PaidDate is not null || IsPaidStatus(Status);

    internal bool IsOutstanding => string.Equals(Status, InvoiceStatus.Outstanding, StringComparison.OrdinalIgnoreCase);

    /// <summary>Sets what the service's message about the invoice doesn't contain.</summary>
    /// <param name="now">The current time in UTC, which determines whether the invoice is overdue.</param>
    internal void Complete(string organizationId, DateTime now)
    {
        _organizationId = organizationId;
        _isOverdue = DueDate < now && !IsPaid && !IsProcessingStatus(Status);
    }

    internal static bool IsPaidStatus(string? status) =>
        string.Equals(status, InvoiceStatus.Paid, StringComparison.OrdinalIgnoreCase);

    internal static bool IsProcessingStatus(string? status) =>
        string.Equals(status, InvoiceStatus.PaymentProcessing, StringComparison.OrdinalIgnoreCase);

    public override string ToString() =>
        VisibleText.From(
            FormattableString.Invariant($"{InvoiceId} {InvoiceDate:yyyy-MM-dd} {Amount:0.00} USD {Status}")
        );
}
