using Grpc.Core;
using Viam.Billing.Contract;
using Viam.Billing.Contract.Rpc;
using Viam.Billing.Grpc.Mapping;
using Viam.Billing.Service;

namespace Viam.Billing.Grpc;

/// <summary>The billing service over gRPC.</summary>
/// <param name="connection">What carries the calls and ends with the service; null if nothing has to end.</param>
internal sealed partial class GrpcBillingService : IBillingService
{
    private readonly IDisposable? _connection;
    private readonly BillingServiceOptions _options;
    private readonly AuthService.AuthServiceClient _auth;
    private readonly AppService.AppServiceClient _app;
    private readonly BillingService.BillingServiceClient _billing;
    private readonly AccessTokenSource _tokens;
    private readonly CallRunner _calls;

    public GrpcBillingService(CallInvoker invoker, IDisposable? connection, BillingServiceOptions options)
    {
        _connection = connection;
        _options = options;
        _auth = new AuthService.AuthServiceClient(invoker);
        _app = new AppService.AppServiceClient(invoker);
        _billing = new BillingService.BillingServiceClient(invoker);
        _tokens = new AccessTokenSource(options.Credential, options.Clock, ExchangeKeyAsync);
        _calls = new CallRunner(_tokens, options);
    }

    public DateTime? TokenExpiresAt => _tokens.ExpiresAt?.UtcDateTime;

    public async Task AuthenticateAsync(CallContext call)
    {
        await _tokens.GetAsync(call).ConfigureAwait(false);
        if (_tokens.CanRenew) return;
        try
        {
            // Nothing but a call can prove a token that was issued elsewhere.
            await ListOrganizationsAsync(call).ConfigureAwait(false);
        }
        catch (BillingException error) when (error.Error is BillingError.PermissionDenied or BillingError.NotSupported)
        {
            // The token itself was taken.
        }
    }

    public async Task<IReadOnlyList<Organization>> ListOrganizationsAsync(CallContext call)
    {
        var response = await _calls.CallAsync(
            new("AppService/ListOrganizations"), call, o => _app.ListOrganizationsAsync(new(), o)).ConfigureAwait(false);
        return [.. response.Organizations.Select(OrganizationMapper.Map)];
    }

    public async Task<Organization> GetOrganizationAsync(string organizationId, CallContext call)
    {
        var target = CallTarget.OfOrganization("AppService/GetOrganization", organizationId);
        var response = await _calls.CallAsync(
            target, call, o => _app.GetOrganizationAsync(new() { OrganizationId = organizationId }, o)).ConfigureAwait(false);
        return response.Organization is { } organization
            ? OrganizationMapper.Map(organization)
            : throw new BillingException(BillingError.OrganizationNotFound, $"There is no organization {organizationId} that this credential sees.");
    }

    public async Task<InvoicesSummary> GetInvoicesSummaryAsync(string organizationId, CallContext call)
    {
        var target = CallTarget.OfOrganization("BillingService/GetInvoicesSummary", organizationId);
        var response = await _calls.CallAsync(
            target, call, o => _billing.GetInvoicesSummaryAsync(new() { OrgId = organizationId }, o)).ConfigureAwait(false);
        return InvoiceMapper.Map(response, organizationId, _options.Clock.GetUtcNow().UtcDateTime);
    }

    public async Task<MonthUsage> GetCurrentMonthUsageAsync(string organizationId, CallContext call)
    {
        var target = CallTarget.OfOrganization("BillingService/GetCurrentMonthUsage", organizationId);
        var response = await _calls.CallAsync(
            target, call, o => _billing.GetCurrentMonthUsageAsync(new() { OrgId = organizationId }, o)).ConfigureAwait(false);
        return UsageMapper.Map(response, organizationId);
    }

    public async Task<BillingInformation> GetBillingInformationAsync(string organizationId, CallContext call)
    {
        var target = CallTarget.OfOrganization("BillingService/GetOrgBillingInformation", organizationId);
        var response = await _calls.CallAsync(
            target, call, o => _billing.GetOrgBillingInformationAsync(new() { OrgId = organizationId }, o)).ConfigureAwait(false);
        return BillingInformationMapper.Map(response, organizationId);
    }

    public void Dispose()
    {
        _calls.Close();
        _connection?.Dispose();
        _options.Credential.Dispose();
    }

    private async Task<string> ExchangeKeyAsync(ApiKeyCredential key, CallContext call)
    {
        var response = await _calls.CallAnonymouslyAsync(new("AuthService/Authenticate", key.KeyId), call, o => _auth.AuthenticateAsync(RequestFor(key), o))
            .ConfigureAwait(false);
        return Text.OrNull(response.AccessToken) ?? throw new BillingException(
            BillingError.AuthenticationFailed, $"{_options.Endpoint.Authority} accepted the API key and sent no access token.");
    }

    private static AuthenticateRequest RequestFor(ApiKeyCredential key) => new()
    {
        Entity = key.KeyId,
        Credentials = new Credentials { Type = "api-key", Payload = key.Reveal() },
    };
}
