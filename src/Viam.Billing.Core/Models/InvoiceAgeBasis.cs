namespace Viam.Billing;

/// <summary>The date from which the age of an invoice is calculated.</summary>
public enum InvoiceAgeBasis
{
    DueDate,
    InvoiceDate,
}
