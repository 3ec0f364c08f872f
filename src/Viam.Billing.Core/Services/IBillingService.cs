namespace Viam.Billing.Services;

/// <summary>
/// A billing service, as the cmdlets need it. Every method throws <see cref="BillingException"/> for what the service or the way to it
/// refuses, and <see cref="OperationCanceledException"/> only for the token in its <see cref="CallContext"/>. Safe for concurrent use.
/// </summary>
internal interface IBillingService : IDisposable
{
    /// <summary>When the present access token runs out, in UTC; null if that is not known.</summary>
    DateTime? TokenExpiresAt { get; }

    /// <summary>The deadline of each request that starts from now on.</summary>
    TimeSpan Timeout { get; set; }

    /// <summary>Proves the credential to the service. Called once, before anything else.</summary>
    Task AuthenticateAsync(CallContext call);

    Task<IReadOnlyList<Organization>> ListOrganizationsAsync(CallContext call);

    Task<Organization> GetOrganizationAsync(string organizationId, CallContext call);

    Task<InvoicesSummary> GetInvoicesSummaryAsync(string organizationId, CallContext call);

    Task<MonthUsage> GetCurrentMonthUsageAsync(string organizationId, CallContext call);

    Task<BillingInformation> GetBillingInformationAsync(string organizationId, CallContext call);

    /// <summary>
    /// Hands an invoice's PDF to <paramref name="write"/> as it arrives. The time limit is on the silence before each part, not on the whole.
    /// A part's memory is valid until <paramref name="write"/> has ended.
    /// </summary>
    Task ReadInvoicePdfAsync(
        string invoiceId,
        string organizationId,
        Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask> write,
        CallContext call
    );

    Task<IReadOnlyList<Location>> ListLocationsAsync(string organizationId, CallContext call);

    Task<LocationBillingOrganization> GetLocationBillingOrganizationAsync(string locationId, CallContext call);

    Task SetLocationBillingOrganizationAsync(string locationId, string billingOrganizationId, CallContext call);

    Task<IReadOnlyList<AvailableBillingTier>> ListBillingTiersAsync(CallContext call);

    Task SetBillingTierAsync(string organizationId, string billingTier, CallContext call);

    Task<BillingServiceConfiguration> GetBillingServiceAsync(string organizationId, CallContext call);

    Task EnableBillingServiceAsync(string organizationId, BillingAddress address, CallContext call);

    Task SetBillingServiceAsync(string organizationId, BillingAddress address, CallContext call);

    Task DisableBillingServiceAsync(string organizationId, CallContext call);

    /// <summary>Sends an email. Sent to the service at most once, whatever happens.</summary>
    Task SendPaymentRequiredEmailAsync(
        string customerOrganizationId,
        string billingOwnerOrganizationId,
        CallContext call
    );

    /// <summary>Charges an organization and returns the id of the invoice. Sent to the service at most once, whatever happens.</summary>
    Task<string> ChargeAsync(ChargeRequest charge, CallContext call);
}

/// <summary>A postal address, in the parts that the service wants.</summary>
internal sealed record BillingAddress(
    string AddressLine1,
    string? AddressLine2,
    string City,
    string State,
    string ZipCode,
    string Country
);

/// <param name="Subtotal">US dollars.</param>
/// <param name="Tax">US dollars.</param>
/// <param name="BrandingOrganizationId">Whose logo the invoice carries; null for Viam's.</param>
internal sealed record ChargeRequest(
    string OrganizationId,
    decimal Subtotal,
    decimal Tax,
    string? Description,
    string? BrandingOrganizationId,
    bool NoConfirmationEmail
)
{
    /// <summary>US dollars: what the invoice will be about.</summary>
    public decimal Total => Subtotal + Tax;

    /// <summary>True if the same money would move between the same parties.</summary>
    public bool IsSameAs(ChargeRequest other) =>
        OrganizationId == other.OrganizationId && Subtotal == other.Subtotal && Tax == other.Tax;
}

/// <summary>All of an organization's invoices, in the service's order, and what it owes in US dollars.</summary>
internal sealed record InvoicesSummary(decimal? OutstandingBalance, IReadOnlyList<Invoice> Invoices);

/// <summary>The running month's usage: the total, and a row a cost.</summary>
internal sealed record MonthUsage(CurrentMonthUsage Total, IReadOnlyList<ResourceUsageCost> Costs);
