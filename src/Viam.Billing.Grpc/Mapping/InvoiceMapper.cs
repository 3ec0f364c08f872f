using Viam.Billing.Service;

namespace Viam.Billing.Grpc.Mapping;

internal static class InvoiceMapper
{
    /// <param name="now">UTC; decides what is overdue.</param>
    public static InvoicesSummary Map(Contract.GetInvoicesSummaryResponse message, string organizationId, DateTime now)
    {
        var invoices = new Invoice[message.Invoices.Count];
        for (var i = 0; i < invoices.Length; i++) invoices[i] = Map(message.Invoices[i], organizationId, now);
        return new InvoicesSummary(WireValue.Money(message.OutstandingBalance), invoices);
    }

    public static Invoice Map(Contract.InvoiceSummary message, string organizationId, DateTime now)
    {
        var dueDate = WireValue.Time(message.DueDate);
        var paidDate = WireValue.Time(message.PaidDate);
        return new Invoice
        {
            OrganizationId = organizationId,
            InvoiceId = Text.OrEmpty(message.Id),
            InvoiceDate = WireValue.Time(message.InvoiceDate),
            Amount = WireValue.Money(message.InvoiceAmount),
            Status = Text.OrNull(message.Status),
            DueDate = dueDate,
            PaidDate = paidDate,
            IsOverdue = dueDate < now && paidDate is null && !Invoice.IsPaidStatus(message.Status),
            LastPaymentFailureReason = Text.OrNull(message.LastPaymentFailureReason),
            LastPaymentFailureDate = WireValue.Time(message.LastPaymentFailureAt),
        };
    }
}
