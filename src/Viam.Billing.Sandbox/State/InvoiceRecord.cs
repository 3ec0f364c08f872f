using Google.Protobuf.WellKnownTypes;

namespace Viam.Billing.Sandbox.State;

/// <summary>An invoice with all of its past and future changes. Its status depends on the time.</summary>
internal sealed class InvoiceRecord
{
    internal const string Paid = "paid";
    internal const string Outstanding = "outstanding";
    internal const string PaymentProcessing = "payment_processing";

    internal required string Id { get; init; }

    internal required DateTimeOffset InvoiceDate { get; init; }

    internal required DateTimeOffset DueDate { get; init; }

    internal required IReadOnlyList<InvoiceLine> Lines { get; init; }

    /// <summary>The organization whose name appears on the invoice; null for Viam.</summary>
    internal string? BrandName { get; init; }

    /// <summary>The time of the payment; null if it is never paid.</summary>
    internal DateTimeOffset? PaidAt { get; init; }

    /// <summary>The time until which the payment is in progress; null if it never is.</summary>
    internal DateTimeOffset? ProcessingUntil { get; init; }

    internal DateTimeOffset? FailedAt { get; init; }

    internal string? FailureReason { get; init; }

    /// <summary>US dollars.</summary>
    internal decimal Amount => Lines.Sum(static line => line.Amount);

    internal string StatusAt(DateTimeOffset time) =>
        IsPaidAt(time) ? Paid
        : ProcessingUntil > time ? PaymentProcessing
        : Outstanding;

    internal bool IsPaidAt(DateTimeOffset time) => PaidAt <= time;

    internal bool HasFailedAt(DateTimeOffset time) => FailedAt <= time;

    /// <summary>
    /// True if the invoice was issued and not paid when the billing cycle that ended at this time was closed.
    /// </summary>
    internal bool IsOwedAtEndOfCycle(DateTimeOffset end) => InvoiceDate < end && !(PaidAt < end);

    internal Contract.InvoiceSummary ToMessage(DateTimeOffset time) =>
        new()
        {
            Id = Id,
            InvoiceDate = InvoiceDate.ToTimestamp(),
            InvoiceAmount = (double)Amount,
            Status = StatusAt(time),
            DueDate = DueDate.ToTimestamp(),
            PaidDate = IsPaidAt(time) ? PaidAt?.ToTimestamp() : null,
            LastPaymentFailureReason = HasFailedAt(time) ? FailureReason ?? "" : "",
            LastPaymentFailureAt = HasFailedAt(time) ? FailedAt?.ToTimestamp() : null,
        };
}
