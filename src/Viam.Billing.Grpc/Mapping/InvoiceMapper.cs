using Viam.Billing.Services;

namespace Viam.Billing.Grpc.Mapping;

internal static class InvoiceMapper
{
    /// <param name="now">The current time in UTC, which determines whether an invoice is overdue.</param>
    public static InvoicesSummary Map(InvoicesMessage message, string organizationId, DateTime now)
    {
        foreach (var invoice in message.Invoices)
        {
            invoice.Complete(organizationId, now);
        }
        return new InvoicesSummary(ProtobufConvert.Money(message.OutstandingBalance), message.Invoices);
    }

    /// <summary>Converts the content of a message. The invoice has to be completed.</summary>
    public static Invoice Map(Contract.InvoiceSummary message) =>
        new()
        {
            InvoiceId = message.Id,
            InvoiceDate = ProtobufConvert.Time(message.InvoiceDate),
            Amount = ProtobufConvert.Money(message.InvoiceAmount),
            Status = ProtobufConvert.NullIfEmpty(message.Status),
            DueDate = ProtobufConvert.Time(message.DueDate),
            PaidDate = ProtobufConvert.Time(message.PaidDate),
            LastPaymentFailureReason = ProtobufConvert.NullIfEmpty(message.LastPaymentFailureReason),
            LastPaymentFailureDate = ProtobufConvert.Time(message.LastPaymentFailureAt),
        };
}
