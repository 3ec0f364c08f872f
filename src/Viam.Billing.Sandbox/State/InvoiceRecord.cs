using Google.Protobuf.WellKnownTypes;

namespace Viam.Billing.Sandbox.State;

/// <summary>An invoice with its whole course, past and to come. What it is at a time is computed from the time.</summary>
internal sealed class InvoiceRecord
{
    internal const string Paid = "paid";
    internal const string Outstanding = "outstanding";
    internal const string PaymentProcessing = "payment_processing";

    internal required string Id { get; init; }

    internal required DateTimeOffset InvoiceDate { get; init; }

    internal required DateTimeOffset DueDate { get; init; }

    internal required IReadOnlyList<InvoiceLine> Lines { get; init; }

    /// <summary>Under whose name the invoice goes out; null for Viam's own.</summary>
    internal string? BrandName { get; init; }

    /// <summary>When the payment arrives; null if it never does.</summary>
    internal DateTimeOffset? PaidAt { get; init; }

    /// <summary>Until when the outcome of the payment is open; null if it is open at no time.</summary>
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

    /// <summary>Whether it had gone out and was not paid when the cycle that ended then was closed.</summary>
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
