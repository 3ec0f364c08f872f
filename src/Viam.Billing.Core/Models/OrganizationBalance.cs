namespace Viam.Billing;

/// <summary>What an organization owes. Source: BillingService.GetInvoicesSummary.</summary>
public sealed class OrganizationBalance
{
    public string OrganizationId { get; internal init; } = "";

    /// <summary>All unpaid balances at the end of the last billing cycle, in US dollars, as the service says it.</summary>
    public decimal? OutstandingBalance { get; internal init; }

    public int InvoiceCount { get; internal init; }

    /// <summary>Invoices that are not paid, those whose payment is being processed among them.</summary>
    public int UnpaidInvoiceCount { get; internal init; }

    /// <summary>Unpaid invoices whose due date has passed.</summary>
    public int OverdueInvoiceCount { get; internal init; }

    public override string ToString() =>
        FormattableString.Invariant($"{OrganizationId} owes {OutstandingBalance:0.00} USD");
}
