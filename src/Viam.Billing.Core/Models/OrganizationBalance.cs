namespace Viam.Billing;

/// <summary>What an organization owes. Source: BillingService.GetInvoicesSummary.</summary>
public sealed class OrganizationBalance : OrganizationRow
{
    public override string? OrganizationName { get; internal set; }

    public override string OrganizationId { get; internal init; } = "";

    /// <summary>All unpaid balances at the end of the last billing cycle, in US dollars, as the service says it.</summary>
    public decimal? OutstandingBalance { get; internal init; }

    public int InvoiceCount { get; internal init; }

    /// <summary>Invoices that aren't paid, including those whose payment is in progress.</summary>
    public int UnpaidInvoiceCount { get; internal init; }

    /// <summary>Unpaid invoices whose payment is in progress.</summary>
    public int InProcessInvoiceCount { get; internal init; }

    /// <summary>Unpaid invoices whose due date has passed and whose payment isn't in progress.</summary>
    public int OverdueInvoiceCount { get; internal init; }

    public override string ToString() =>
        FormattableString.Invariant($"{OrganizationId} owes {OutstandingBalance:0.00} USD");
}
