using Grpc.Core;
using Viam.Billing.Contract;
using Viam.Billing.Contract.Rpc;
using Viam.Billing.Grpc.Authentication;
using Viam.Billing.Grpc.Calls;
using Viam.Billing.Grpc.Errors;
using Viam.Billing.Grpc.Mapping;
using Viam.Billing.Services;

namespace Viam.Billing.Grpc;

/// <summary>The billing service over gRPC.</summary>
/// <param name="connection">The connection, which is disposed with the service; null if nothing has to be
/// disposed.</param>
internal sealed partial class GrpcBillingService : IBillingService
{
    private readonly CallInvoker _invoker;
    private readonly IDisposable? _connection;
    private readonly BillingServiceOptions _options;
    private readonly AppService.AppServiceClient _app;
    private readonly BillingService.BillingServiceClient _billing;
    private readonly AccessTokenSource _tokens;
    private readonly RpcExecutor _executor;
    private readonly RpcClient _calls;

    public GrpcBillingService(CallInvoker invoker, IDisposable? connection, BillingServiceOptions options)
    {
        _invoker = invoker;
        _connection = connection;
        _options = options;
        _app = new AppService.AppServiceClient(invoker);
        _billing = new BillingService.BillingServiceClient(invoker);
        _executor = new RpcExecutor(options);
        var tokenClient = new TokenClient(new AuthService.AuthServiceClient(invoker), _executor, options);
        _tokens = new AccessTokenSource(options.Credential, options.Clock, tokenClient);
        _calls = new RpcClient(_executor, _tokens);
    }

    public Func<string>? UsageStore => _options.UsageStore;

    public TimeSpan Timeout
    {
        get => _options.Timeout;
        set => _options.Timeout = value;
    }

    public DateTime? TokenExpiresAt => _tokens.ExpiresAt?.UtcDateTime;

    public Task AuthenticateAsync(CallContext call) =>
        _tokens.CanRenew ? _tokens.GetAsync(call) : ValidateTokenAsync(call);

    public Task<IReadOnlyList<Organization>> ListOrganizationsAsync(CallContext call) =>
        _calls.ReadAsync(
            new("AppService/ListOrganizations"),
            call,
            o => _app.ListOrganizationsAsync(new(), o),
            static IReadOnlyList<Organization> (response) => [.. response.Organizations.Select(OrganizationMapper.Map)]
        );

    public Task<Organization> GetOrganizationAsync(string organizationId, CallContext call) =>
        _calls.ReadAsync(
            RpcDescriptor.OfOrganization("AppService/GetOrganization", organizationId),
            call,
            o => _app.GetOrganizationAsync(new() { OrganizationId = organizationId }, o),
            response =>
                response.Organization is { } organization
                    ? OrganizationMapper.Map(organization)
                    : throw new BillingException(
                        BillingError.OrganizationNotFound,
                        $"Organization '{organizationId}' wasn't found, or you don't have access to it."
                    )
        );

    public Task<InvoicesSummary> GetInvoicesSummaryAsync(string organizationId, CallContext call) =>
        _calls.ReadAsync(
            RpcDescriptor.OfOrganization("BillingService/GetInvoicesSummary", organizationId),
            call,
            o => _invoker.AsyncUnaryCall(InvoicesMessage.Method, null, o, new() { OrgId = organizationId }),
            response => InvoiceMapper.Map(response, organizationId, _options.Clock.GetUtcNow().UtcDateTime)
        );

    public Task<MonthUsage> GetCurrentMonthUsageAsync(string organizationId, CallContext call) =>
        _calls.ReadAsync(
            RpcDescriptor.OfOrganization("BillingService/GetCurrentMonthUsage", organizationId),
            call,
            o => _billing.GetCurrentMonthUsageAsync(new() { OrgId = organizationId }, o),
            response =>
                UsageMapper.Map(response, organizationId, _options.Clock.GetUtcNow().UtcDateTime, _options.UsageStore)
        );

    public Task<BillingInformation> GetBillingInformationAsync(string organizationId, CallContext call) =>
        _calls.ReadAsync(
            RpcDescriptor.OfOrganization("BillingService/GetOrgBillingInformation", organizationId),
            call,
            o => _billing.GetOrgBillingInformationAsync(new() { OrgId = organizationId }, o),
            response => BillingInformationMapper.Map(response, organizationId)
        );

    public void Dispose()
    {
        _executor.Close();
        _connection?.Dispose();
        _options.Credential.Dispose();
    }

    /// <summary>A token that was issued elsewhere can be validated only by a request.</summary>
    private async Task ValidateTokenAsync(CallContext call)
    {
        try
        {
            await ListOrganizationsAsync(call).ConfigureAwait(false);
        }
        catch (BillingException error) when (error.Error is BillingError.PermissionDenied or BillingError.NotSupported)
        {
            // The service accepted the token.
        }
    }
}
