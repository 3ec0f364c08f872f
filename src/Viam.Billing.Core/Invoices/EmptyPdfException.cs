namespace Viam.Billing.Invoices;

/// <summary>The service sent no content for the PDF of an invoice.</summary>
internal sealed class EmptyPdfException(string invoiceId)
    : Exception($"The service returned an empty PDF for invoice {invoiceId}.")
{
    public string InvoiceId { get; } = invoiceId;
}
