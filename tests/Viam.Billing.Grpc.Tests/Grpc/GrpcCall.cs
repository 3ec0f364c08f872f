using Viam.Billing.Sandbox.SeedData;
using Viam.Billing.Services;

namespace Viam.Billing.Tests.Grpc;

/// <summary>An RPC of the contract, and how the client invokes it.</summary>
internal sealed record GrpcCall(string Rpc, Func<IBillingService, CallContext, Task> InvokeAsync)
{
    private const string Organization = SandboxOrganizations.Harborlight;

    private static readonly BillingAddress s_address = new("1 Main St", null, "Boston", "MA", "02110", "US");

    /// <summary>Read-only, so it can be sent again.</summary>
    public static IReadOnlyList<GrpcCall> Reads { get; } =
    [
        new("ListOrganizations", (service, call) => service.ListOrganizationsAsync(call)),
        new("GetOrganization", (service, call) => service.GetOrganizationAsync(Organization, call)),
        new("ListLocations", (service, call) => service.ListLocationsAsync(Organization, call)),
        new("GetBillingServiceConfig", (service, call) => service.GetBillingServiceAsync(Organization, call)),
        new("GetInvoicesSummary", (service, call) => service.GetInvoicesSummaryAsync(Organization, call)),
        new("GetCurrentMonthUsage", (service, call) => service.GetCurrentMonthUsageAsync(Organization, call)),
        new("GetOrgBillingInformation", (service, call) => service.GetBillingInformationAsync(Organization, call)),
        // The server doesn't have this invoice; the test provides the response.
        new(
            "GetInvoicePdf",
            (service, call) =>
                service.ReadInvoicePdfAsync("invoice", Organization, static (_, _) => ValueTask.CompletedTask, call)
        ),
        new("GetAvailableBillingTiers", (service, call) => service.ListBillingTiersAsync(call)),
        new(
            "GetLocationBillingOrganization",
            (service, call) => service.GetLocationBillingOrganizationAsync(SandboxLocations.AcmeFactory, call)
        ),
    ];

    /// <summary>Idempotent, but not retried automatically.</summary>
    public static IReadOnlyList<GrpcCall> Changes { get; } =
    [
        new(
            "UpdateOrganizationBillingTier",
            (service, call) => service.SetBillingTierAsync(Organization, "growth", call)
        ),
        new(
            "UpdateLocationBillingOrganization",
            (service, call) =>
                service.SetLocationBillingOrganizationAsync(SandboxLocations.AcmeFactory, Organization, call)
        ),
        new(
            "EnableBillingService",
            (service, call) => service.EnableBillingServiceAsync(SandboxOrganizations.Acme, s_address, call)
        ),
        new("UpdateBillingService", (service, call) => service.SetBillingServiceAsync(Organization, s_address, call)),
        new("DisableBillingService", (service, call) => service.DisableBillingServiceAsync(Organization, call)),
    ];

    /// <summary>Must reach the service at most once.</summary>
    public static IReadOnlyList<GrpcCall> AtMostOnce { get; } =
    [
        new(
            "ChargeOrganization",
            (service, call) =>
                service.ChargeAsync(
                    new ChargeRequest(SandboxOrganizations.Acme, 12.5m, 1m, "Repair", null, NoConfirmationEmail: false),
                    call
                )
        ),
        new(
            "SendPaymentRequiredEmail",
            (service, call) =>
                service.SendPaymentRequiredEmailAsync(
                    SandboxOrganizations.Fernhill,
                    SandboxOrganizations.Harborlight,
                    call
                )
        ),
    ];

    public static IReadOnlyList<GrpcCall> All { get; } = [.. Reads, .. Changes, .. AtMostOnce];

    public static GrpcCall Named(string rpc) => All.Single(call => call.Rpc == rpc);

    public static TheoryData<string> NamesOf(IEnumerable<GrpcCall> calls) => [.. calls.Select(call => call.Rpc)];
}
