namespace Viam.Billing;

/// <summary>The invoice statuses seen so far. The service may send others, which come through as they are.</summary>
internal static class InvoiceStatus
{
    internal const string Paid = "paid";
    internal const string Outstanding = "outstanding";
    internal const string PaymentProcessing = "payment_processing";

    internal static readonly string[] Known = [Paid, Outstanding, PaymentProcessing];
}
