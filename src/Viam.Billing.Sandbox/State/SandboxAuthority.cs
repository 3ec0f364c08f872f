using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Grpc.Core;
using Viam.Billing.Contract.Rpc;

namespace Viam.Billing.Sandbox.State;

/// <summary>Stores the keys, and issues and validates tokens. Guarded by the lock of the state.</summary>
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

    /// <summary>The number of times that a key was exchanged for a token.</summary>
    internal int AuthenticationCount { get; private set; }

    /// <summary>Null for tokens that don't expire.</summary>
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

    /// <summary>Creates a token in the form of a JWT. Clients can rely only on its <c>exp</c>.</summary>
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

    /// <summary>The permissions of the caller, according to the bearer token.</summary>
    internal SandboxAccess Authorize(Metadata headers)
    {
        Metadata.Entry[] entries = [.. headers.Where(static entry => entry.Key == AuthorizationHeader)];
        if (entries.Length == 0)
        {
            throw RpcErrors.Unauthenticated("authentication required");
        }

        // HTTP servers join headers with the same name by commas, which a token never contains.
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
