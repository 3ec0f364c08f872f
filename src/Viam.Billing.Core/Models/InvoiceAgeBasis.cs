namespace Viam.Billing;

/// <summary>The date from which the age of an invoice is counted.</summary>
public enum InvoiceAgeBasis
{
    DueDate,
    InvoiceDate,
}
