namespace Viam.Billing.Services;

/// <summary>
/// A billing service, as used by the cmdlets. Each method throws <see cref="BillingException"/> if the request fails,
/// and <see cref="OperationCanceledException"/> only for the token in its <see cref="CallContext"/>. Safe for
/// concurrent use.
/// </summary>
internal interface IBillingService : IDisposable
{
    /// <summary>The expiration of the current access token in UTC; null if it isn't known.</summary>
    DateTime? TokenExpiresAt { get; }

    /// <summary>The folder of the usage store that goes with the service; null if the user's own is used.</summary>
    Func<string>? UsageStore { get; }

    /// <summary>The timeout of each request that starts from now on.</summary>
    TimeSpan Timeout { get; set; }

    /// <summary>Authenticates to the service. Called once, before any other method.</summary>
    Task AuthenticateAsync(CallContext call);

    Task<IReadOnlyList<Organization>> ListOrganizationsAsync(CallContext call);

    Task<Organization> GetOrganizationAsync(string organizationId, CallContext call);

    Task<InvoicesSummary> GetInvoicesSummaryAsync(string organizationId, CallContext call);

    Task<MonthUsage> GetCurrentMonthUsageAsync(string organizationId, CallContext call);

    Task<BillingInformation> GetBillingInformationAsync(string organizationId, CallContext call);

    /// <summary>
    /// Passes the PDF of an invoice to <paramref name="write"/> while it is received. The timeout applies to the wait
    /// for each chunk, not to the whole download. The memory of a chunk is valid until <paramref name="write"/> has
    /// completed.
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

    /// <summary>Sends an email. The request is sent to the service at most once.</summary>
    Task SendPaymentRequiredEmailAsync(
        string customerOrganizationId,
        string billingOwnerOrganizationId,
        CallContext call
    );

    /// <summary>
    /// Charges an organization and returns the ID of the invoice. The request is sent to the service at most once.
    /// </summary>
    Task<string> ChargeAsync(ChargeRequest charge, CallContext call);
}
