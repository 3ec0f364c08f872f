namespace Viam.Billing.Invoices;

/// <summary>An invoice whose payment a cmdlet waits for.</summary>
internal sealed class PendingInvoice(string organizationId, string invoiceId)
{
    public string OrganizationId { get; } = organizationId;

    public string InvoiceId { get; } = invoiceId;

    /// <summary>1-based position in the input.</summary>
    public int Number { get; init; }

    /// <summary>The invoice as last listed; null until it is listed.</summary>
    public Invoice? Latest { get; private set; }

    /// <summary>True after the service has listed the invoices of the organization.</summary>
    public bool WasSearched { get; private set; }

    /// <summary>The message of the last request's error; null if it succeeded.</summary>
    public string? LastError { get; set; }

    /// <summary>True if the organization couldn't be read, which is reported separately.</summary>
    public bool HasFailed { get; set; }

    public void Update(IReadOnlyList<Invoice> listed)
    {
        WasSearched = true;
        LastError = null;
        Latest =
            listed.FirstOrDefault(invoice =>
                string.Equals(invoice.InvoiceId, InvoiceId, StringComparison.OrdinalIgnoreCase)
            ) ?? Latest;
    }
}
