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

    public Task AuthenticateAsync(CallContext call) => _tokens.CanRenew ? _tokens.GetAsync(call) : ProveTokenAsync(call);

    public Task<IReadOnlyList<Organization>> ListOrganizationsAsync(CallContext call) => _calls.CallAsync(
        new("AppService/ListOrganizations"), call, o => _app.ListOrganizationsAsync(new(), o),
        static IReadOnlyList<Organization> (response) => [.. response.Organizations.Select(OrganizationMapper.Map)]);

    public Task<Organization> GetOrganizationAsync(string organizationId, CallContext call) => _calls.CallAsync(
        CallTarget.OfOrganization("AppService/GetOrganization", organizationId), call,
        o => _app.GetOrganizationAsync(new() { OrganizationId = organizationId }, o),
        response => response.Organization is { } organization
            ? OrganizationMapper.Map(organization)
            : throw new BillingException(BillingError.OrganizationNotFound, $"There is no organization {organizationId} that this credential sees."));

    public Task<InvoicesSummary> GetInvoicesSummaryAsync(string organizationId, CallContext call) => _calls.CallAsync(
        CallTarget.OfOrganization("BillingService/GetInvoicesSummary", organizationId), call,
        o => _billing.GetInvoicesSummaryAsync(new() { OrgId = organizationId }, o),
        response => InvoiceMapper.Map(response, organizationId, _options.Clock.GetUtcNow().UtcDateTime));

    public Task<MonthUsage> GetCurrentMonthUsageAsync(string organizationId, CallContext call) => _calls.CallAsync(
        CallTarget.OfOrganization("BillingService/GetCurrentMonthUsage", organizationId), call,
        o => _billing.GetCurrentMonthUsageAsync(new() { OrgId = organizationId }, o),
        response => UsageMapper.Map(response, organizationId));

    public Task<BillingInformation> GetBillingInformationAsync(string organizationId, CallContext call) => _calls.CallAsync(
        CallTarget.OfOrganization("BillingService/GetOrgBillingInformation", organizationId), call,
        o => _billing.GetOrgBillingInformationAsync(new() { OrgId = organizationId }, o),
        response => BillingInformationMapper.Map(response, organizationId));

    public void Dispose()
    {
        _calls.Close();
        _connection?.Dispose();
        _options.Credential.Dispose();
    }

    /// <summary>Nothing but a call can prove a token that was issued elsewhere.</summary>
    private async Task ProveTokenAsync(CallContext call)
    {
        try
        {
            await ListOrganizationsAsync(call).ConfigureAwait(false);
        }
        catch (BillingException error) when (error.Error is BillingError.PermissionDenied or BillingError.NotSupported)
        {
            // The token itself was taken.
        }
    }

    private Task<string> ExchangeKeyAsync(ApiKeyCredential key, CallContext call) => _calls.CallAnonymouslyAsync(
        new("AuthService/Authenticate", key.KeyId), call, o => _auth.AuthenticateAsync(RequestFor(key), o),
        TokenFrom);

    /// <summary>
    /// The token of a response. One that no header can carry would fail in every later call, with an error that says
    /// nothing of it.
    /// </summary>
    private string TokenFrom(AuthenticateResponse response)
    {
        var token = response.AccessToken.Trim();
        var problem =
            token.Length == 0 ? "sent no access token"
            : SecretText.FindProblem(token) is { } found ? $"sent an access token that {found}"
            : null;
        return problem is null ? token : throw new BillingException(
            BillingError.AuthenticationFailed, $"{_options.Endpoint.Authority} accepted the API key and {problem}.");
    }

    private static AuthenticateRequest RequestFor(ApiKeyCredential key) => new()
    {
        Entity = key.KeyId,
        Credentials = new Credentials { Type = "api-key", Payload = key.Reveal() },
    };
}
