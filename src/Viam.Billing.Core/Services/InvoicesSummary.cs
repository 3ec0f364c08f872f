namespace Viam.Billing.Services;

/// <summary>The invoices of an organization, in the order of the service, and its balance in US dollars.</summary>
internal sealed record InvoicesSummary(decimal? OutstandingBalance, IReadOnlyList<Invoice> Invoices);
