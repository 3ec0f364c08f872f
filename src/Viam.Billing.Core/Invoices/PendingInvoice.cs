namespace Viam.Billing.Invoices;

/// <summary>An invoice that is waited for.</summary>
internal sealed class PendingInvoice(string organizationId, string invoiceId)
{
    public string OrganizationId { get; } = organizationId;

    public string InvoiceId { get; } = invoiceId;

    /// <summary>From 1, in input order.</summary>
    public int Number { get; init; }

    /// <summary>As it was listed last; null while it is not listed.</summary>
    public Invoice? Latest { get; private set; }

    /// <summary>True once the service has listed the invoices of its organization.</summary>
    public bool WasLookedFor { get; private set; }

    /// <summary>Why the service could not be asked when it was asked last; null if it could.</summary>
    public string? LastError { get; set; }

    /// <summary>True once its organization could not be read, which is an error of its own.</summary>
    public bool HasFailed { get; set; }

    public void Look(IReadOnlyList<Invoice> listed)
    {
        WasLookedFor = true;
        LastError = null;
        Latest =
            listed.FirstOrDefault(invoice =>
                string.Equals(invoice.InvoiceId, InvoiceId, StringComparison.OrdinalIgnoreCase)
            ) ?? Latest;
    }
}
