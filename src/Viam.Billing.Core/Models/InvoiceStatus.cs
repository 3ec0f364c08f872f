namespace Viam.Billing;

/// <summary>The known invoice statuses. The service may send others, which are passed on unchanged.</summary>
internal static class InvoiceStatus
{
    internal const string Paid = "paid";
    internal const string Outstanding = "outstanding";
    internal const string PaymentProcessing = "payment_processing";

    internal static readonly string[] Known = [Paid, Outstanding, PaymentProcessing];
}
