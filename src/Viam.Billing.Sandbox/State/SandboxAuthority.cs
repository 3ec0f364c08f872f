using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Grpc.Core;
using Viam.Billing.Contract.Rpc;

namespace Viam.Billing.Sandbox.State;

/// <summary>Knows the keys, issues tokens for them and accepts those tokens again. Guarded by the state's lock.</summary>
internal sealed class SandboxAuthority(TimeProvider clock)
{
    private const string AuthorizationHeader = "authorization";
    private const string BearerScheme = "Bearer ";
    private const string ApiKeyType = "api-key";

    private readonly Dictionary<string, (byte[] KeyHash, SandboxAccess Access)> _keys = new(
        StringComparer.OrdinalIgnoreCase
    );
    private readonly Dictionary<string, SandboxSession> _sessions = new(StringComparer.Ordinal);
    private readonly byte[] _signingKey = RandomNumberGenerator.GetBytes(32);
    private long _issued;

    /// <summary>How often a key was exchanged for a token.</summary>
    internal int AuthenticationCount { get; private set; }

    /// <summary>Null for tokens that do not run out.</summary>
    internal TimeSpan? TokenLifetime { get; set; } = TimeSpan.FromHours(1);

    internal void AddApiKey(string keyId, string key, SandboxAccess access) => _keys[keyId] = (HashOf(key), access);

    internal string Authenticate(Metadata headers, AuthenticateRequest request)
    {
        if (headers.Get(AuthorizationHeader) is not null)
        {
            throw RpcErrors.InvalidArgument("a request to authenticate must not carry authorization metadata");
        }

        if (request.Credentials is not { Type.Length: > 0, Payload.Length: > 0 } credentials)
        {
            throw RpcErrors.InvalidArgument("credentials required");
        }

        if (credentials.Type != ApiKeyType)
        {
            throw RpcErrors.InvalidArgument("credentials of this type are not accepted");
        }

        if (
            !_keys.TryGetValue(request.Entity, out var known)
            || !CryptographicOperations.FixedTimeEquals(known.KeyHash, HashOf(credentials.Payload))
        )
        {
            throw RpcErrors.PermissionDenied("failed to authenticate: unknown API key ID or wrong API key");
        }

        AuthenticationCount++;
        return Issue(request.Entity, known.Access);
    }

    /// <summary>A token that looks like a JWT: the service's clients may read its <c>exp</c>, and nothing else of it.</summary>
    internal string Issue(string subject, SandboxAccess access)
    {
        var now = clock.GetUtcNow();
        DateTimeOffset? expiresAt = TokenLifetime is { } lifetime
            ? DateTimeOffset.FromUnixTimeSeconds((now + lifetime).ToUnixTimeSeconds())
            : null;
        var claims = new Dictionary<string, object>
        {
            ["iss"] = "sandbox",
            ["sub"] = subject,
            ["iat"] = now.ToUnixTimeSeconds(),
            ["jti"] = ++_issued,
        };
        if (expiresAt is { } expiry)
        {
            claims["exp"] = expiry.ToUnixTimeSeconds();
        }

        var unsigned = $"{Part(new Dictionary<string, object> { ["alg"] = "HS256", ["typ"] = "JWT" })}.{Part(claims)}";
        var token = $"{unsigned}.{Base64Url(HMACSHA256.HashData(_signingKey, Encoding.ASCII.GetBytes(unsigned)))}";
        _sessions[token] = new SandboxSession(access, expiresAt);
        return token;
    }

    internal void RevokeTokens() => _sessions.Clear();

    /// <summary>What the caller may do, by its one bearer token.</summary>
    internal SandboxAccess Authorize(Metadata headers)
    {
        Metadata.Entry[] entries = [.. headers.Where(static entry => entry.Key == AuthorizationHeader)];
        if (entries.Length == 0)
        {
            throw RpcErrors.Unauthenticated("authentication required");
        }

        // HTTP servers join headers of one name by commas, which no token contains.
        if (entries.Length > 1 || entries[0].Value.Contains(','))
        {
            throw RpcErrors.Unauthenticated("unauthenticated: more than one authorization header");
        }

        if (!entries[0].Value.StartsWith(BearerScheme, StringComparison.OrdinalIgnoreCase))
        {
            throw RpcErrors.Unauthenticated("unauthenticated: no bearer token");
        }

        if (!_sessions.TryGetValue(entries[0].Value[BearerScheme.Length..], out var session))
        {
            throw RpcErrors.Unauthenticated("unauthenticated: unknown or revoked token");
        }

        if (session.ExpiresAt <= clock.GetUtcNow())
        {
            throw RpcErrors.Unauthenticated("unauthenticated: token has expired");
        }

        return session.Access;
    }

    private static byte[] HashOf(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));

    private static string Part(Dictionary<string, object> content) =>
        Base64Url(JsonSerializer.SerializeToUtf8Bytes(content));

    private static string Base64Url(byte[] bytes) =>
        Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
