namespace Viam.Billing.Service;

/// <summary>
/// A billing service, as the cmdlets need it. Every method throws <see cref="BillingException"/> for what the service or the way to it
/// refuses, and <see cref="OperationCanceledException"/> only for the token in its <see cref="CallContext"/>. Safe for concurrent use.
/// </summary>
internal interface IBillingService : IDisposable
{
    /// <summary>When the present access token runs out, in UTC; null if that is not known.</summary>
    DateTime? TokenExpiresAt { get; }

    /// <summary>Proves the credential to the service. Called once, before anything else.</summary>
    Task AuthenticateAsync(CallContext call);

    Task<IReadOnlyList<Organization>> ListOrganizationsAsync(CallContext call);

    Task<Organization> GetOrganizationAsync(string organizationId, CallContext call);

    Task<InvoicesSummary> GetInvoicesSummaryAsync(string organizationId, CallContext call);

    Task<MonthUsage> GetCurrentMonthUsageAsync(string organizationId, CallContext call);

    Task<BillingInformation> GetBillingInformationAsync(string organizationId, CallContext call);
}

/// <summary>All of an organization's invoices, in the service's order, and what it owes in US dollars.</summary>
internal sealed record InvoicesSummary(decimal? OutstandingBalance, IReadOnlyList<Invoice> Invoices);

/// <summary>The running month's usage: the total, and a row a cost.</summary>
internal sealed record MonthUsage(CurrentMonthUsage Total, IReadOnlyList<ResourceUsageCost> Costs);
