namespace Viam.Billing;

/// <summary>The outstanding balance of an organization. Source: BillingService.GetInvoicesSummary.</summary>
public sealed class OrganizationBalance : OrganizationRow
{
    public override string? OrganizationName { get; internal set; }

    public override string OrganizationId { get; internal init; } = "";

    /// <summary>
    /// The unpaid balance at the end of the last billing cycle, in US dollars, as reported by the service; null if
    /// unknown.
    /// </summary>
    public decimal? OutstandingBalance { get; internal init; }

    /// <summary>The number of invoices.</summary>
    public int InvoiceCount { get; internal init; }

    /// <summary>The number of invoices that aren't paid, including those whose payment is in progress.</summary>
    public int UnpaidInvoiceCount { get; internal init; }

    /// <summary>The number of unpaid invoices whose payment is in progress.</summary>
    public int InProcessInvoiceCount { get; internal init; }

    /// <summary>The number of unpaid invoices whose due date has passed and whose payment isn't in progress.</summary>
    public int OverdueInvoiceCount { get; internal init; }

    public override string ToString() =>
        FormattableString.Invariant($"{OrganizationId} owes {OutstandingBalance:0.00} USD");
}
