namespace Viam.Billing;

/// <summary>The age of an invoice, in UTC calendar days after its due date.</summary>
public enum InvoiceAgeBucket
{
    /// <summary>Not due yet, or due on the day of the calculation.</summary>
    Current,
    Days1To30,
    Days31To60,
    Days61To90,
    Over90Days,

    /// <summary>The invoice has no date from which its age could be calculated.</summary>
    NoDueDate,
}
