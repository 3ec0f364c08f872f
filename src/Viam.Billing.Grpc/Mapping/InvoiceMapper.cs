using Viam.Billing.Services;

namespace Viam.Billing.Grpc.Mapping;

internal static class InvoiceMapper
{
    /// <param name="now">The current time in UTC, which determines whether an invoice is overdue.</param>
    public static InvoicesSummary Map(Contract.GetInvoicesSummaryResponse message, string organizationId, DateTime now)
    {
        var invoices = new Invoice[message.Invoices.Count];
        for (var i = 0; i < invoices.Length; i++)
        {
            invoices[i] = Map(message.Invoices[i], organizationId, now);
        }

        return new InvoicesSummary(ProtobufConvert.Money(message.OutstandingBalance), invoices);
    }

    public static Invoice Map(Contract.InvoiceSummary message, string organizationId, DateTime now)
    {
        var dueDate = ProtobufConvert.Time(message.DueDate);
        var paidDate = ProtobufConvert.Time(message.PaidDate);
        return new Invoice
        {
            OrganizationId = organizationId,
            InvoiceId = message.Id,
            InvoiceDate = ProtobufConvert.Time(message.InvoiceDate),
            Amount = ProtobufConvert.Money(message.InvoiceAmount),
            Status = ProtobufConvert.NullIfEmpty(message.Status),
            DueDate = dueDate,
            PaidDate = paidDate,
            IsOverdue =
                dueDate < now
                && paidDate is null
                && !Invoice.IsPaidStatus(message.Status)
                && !Invoice.IsProcessingStatus(message.Status),
            LastPaymentFailureReason = ProtobufConvert.NullIfEmpty(message.LastPaymentFailureReason),
            LastPaymentFailureDate = ProtobufConvert.Time(message.LastPaymentFailureAt),
        };
    }
}
