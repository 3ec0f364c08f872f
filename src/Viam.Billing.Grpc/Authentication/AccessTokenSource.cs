using Viam.Billing.Services;

namespace Viam.Billing.Grpc.Authentication;

/// <summary>
/// Provides the session's access token. Concurrent requests for a new token share one authentication.
/// </summary>
internal sealed class AccessTokenSource(Credential credential, TimeProvider clock, ITokenClient tokenClient)
{
    private readonly object _lock = new();
    private AccessToken? _current = credential is AccessTokenCredential ready ? AccessToken.Parse(ready) : null;
    private Task<AccessToken>? _pending;

    public bool CanRenew => credential is ApiKeyCredential;

    public DateTimeOffset? ExpiresAt => _current?.ExpiresAt;

    public Task<AccessToken> GetAsync(CallContext call)
    {
        lock (_lock)
        {
            if (_current is { } token && !token.IsExpiredAt(clock.GetUtcNow()))
            {
                return Task.FromResult(token);
            }

            if (credential is not ApiKeyCredential key)
            {
                return Task.FromException<AccessToken>(Expired());
            }

            // All waiting callers share the authentication, so it continues if the caller that started it is canceled.
            _pending ??= Task.Run(() => RenewAsync(key, new CallContext(CancellationToken.None, call.Report)));
            return _pending.WaitAsync(call.CancellationToken);
        }
    }

    /// <summary>
    /// Reports that the service rejected a token. Has no effect if the token is no longer the current one.
    /// </summary>
    public void Reject(AccessToken token)
    {
        lock (_lock)
        {
            if (CanRenew && ReferenceEquals(_current, token))
            {
                _current = null;
            }
        }
    }

    private async Task<AccessToken> RenewAsync(ApiKeyCredential key, CallContext call)
    {
        AccessToken? token = null;
        try
        {
            token = AccessToken.ParseFresh(
                await tokenClient.ExchangeAsync(key, call).ConfigureAwait(false),
                clock.GetUtcNow()
            );
            return token;
        }
        finally
        {
            lock (_lock)
            {
                _current = token;
                _pending = null;
            }
        }
    }

    private BillingException Expired() =>
        new(
            BillingError.TokenExpired,
            FormattableString.Invariant(
                $"The access token expired at {ExpiresAt:yyyy-MM-dd HH:mm:ss}Z and can't be renewed."
            )
        );
}
