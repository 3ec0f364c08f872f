using Viam.Billing.Services;

namespace Viam.Billing.Core.Tests.Charging;

/// <summary>
/// A billing service whose charges and invoice lists are defined by the test. Other requests aren't supported.
/// </summary>
internal sealed class FakeBillingService : IBillingService
{
    /// <summary>Handles a charge request, or throws.</summary>
    public required Func<ChargeRequest, CallContext, Task<string>> Charge { get; init; }

    /// <summary>Lists an organization's invoices, or throws.</summary>
    public required Func<string, IReadOnlyList<Invoice>> List { get; init; }

    public DateTime? TokenExpiresAt => null;

    public Func<string>? UsageStore => null;

    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    public Task<string> ChargeAsync(ChargeRequest charge, CallContext call) => Charge(charge, call);

    public Task<InvoicesSummary> GetInvoicesSummaryAsync(string organizationId, CallContext call)
    {
        call.CancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(new InvoicesSummary(0, List(organizationId)));
    }

    public Task AuthenticateAsync(CallContext call) => throw new NotSupportedException();

    public Task<IReadOnlyList<Organization>> ListOrganizationsAsync(CallContext call) =>
        throw new NotSupportedException();

    public Task<Organization> GetOrganizationAsync(string organizationId, CallContext call) =>
        throw new NotSupportedException();

    public Task<MonthUsage> GetCurrentMonthUsageAsync(string organizationId, CallContext call) =>
        throw new NotSupportedException();

    public Task<BillingInformation> GetBillingInformationAsync(string organizationId, CallContext call) =>
        throw new NotSupportedException();

    public Task ReadInvoicePdfAsync(
        string invoiceId,
        string organizationId,
        Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask> write,
        CallContext call
    ) => throw new NotSupportedException();

    public Task<IReadOnlyList<Location>> ListLocationsAsync(string organizationId, CallContext call) =>
        throw new NotSupportedException();

    public Task<LocationBillingOrganization> GetLocationBillingOrganizationAsync(string locationId, CallContext call) =>
        throw new NotSupportedException();

    public Task SetLocationBillingOrganizationAsync(
        string locationId,
        string billingOrganizationId,
        CallContext call
    ) => throw new NotSupportedException();

    public Task<IReadOnlyList<AvailableBillingTier>> ListBillingTiersAsync(CallContext call) =>
        throw new NotSupportedException();

    public Task SetBillingTierAsync(string organizationId, string billingTier, CallContext call) =>
        throw new NotSupportedException();

    public Task<BillingServiceConfiguration> GetBillingServiceAsync(string organizationId, CallContext call) =>
        throw new NotSupportedException();

    public Task EnableBillingServiceAsync(string organizationId, BillingAddress address, CallContext call) =>
        throw new NotSupportedException();

    public Task SetBillingServiceAsync(string organizationId, BillingAddress address, CallContext call) =>
        throw new NotSupportedException();

    public Task DisableBillingServiceAsync(string organizationId, CallContext call) =>
        throw new NotSupportedException();

    public Task SendPaymentRequiredEmailAsync(
        string customerOrganizationId,
        string billingOwnerOrganizationId,
        CallContext call
    ) => throw new NotSupportedException();

    public void Dispose() { }
}
