using Viam.Billing.Services;

namespace Viam.Billing.Invoices;

/// <summary>Calculates the balance of an organization from its invoices.</summary>
internal static class BalanceCalculator
{
    public static OrganizationBalance Calculate(InvoicesSummary summary, string organizationId) =>
        new()
        {
            OrganizationId = organizationId,
            OutstandingBalance = summary.OutstandingBalance,
            InvoiceCount = summary.Invoices.Count,
            UnpaidInvoiceCount = summary.Invoices.Count(static invoice => !invoice.IsPaid),
            InProcessInvoiceCount = summary.Invoices.Count(static invoice => invoice.IsPaymentInProgress),
            OverdueInvoiceCount = summary.Invoices.Count(static invoice => invoice.IsOverdue),
        };
}
