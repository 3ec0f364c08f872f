namespace Viam.Billing;

/// <summary>How many UTC calendar days an invoice is past its due date.</summary>
public enum InvoiceAgeBucket
{
    /// <summary>Not due yet, or due on the day.</summary>
    Current,
    Days1To30,
    Days31To60,
    Days61To90,
    Over90Days,

    /// <summary>The invoice has no date to count from.</summary>
    NoDueDate,
}
