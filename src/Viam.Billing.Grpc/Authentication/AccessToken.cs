using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using Viam.Billing.Services;

namespace Viam.Billing.Grpc.Authentication;

/// <summary>A bearer token and its expiration in UTC; null if the token doesn't contain one.</summary>
internal sealed record AccessToken(string Value, DateTimeOffset? ExpiresAt)
{
    public bool IsExpiredAt(DateTimeOffset now) =>
        ExpiresAt is { } expiresAt && now >= expiresAt - Credential.ExpirationMargin;

    /// <summary>
    /// Parses a received token. A token that isn't a JWT or has no readable expiration is accepted without an
    /// expiration.
    /// </summary>
    public static AccessToken Parse(string token) => new(token, ReadExpiration(token));

    /// <summary>
    /// A token that was received together with its expiration. The expiration in the token itself takes precedence.
    /// </summary>
    public static AccessToken Parse(AccessTokenCredential credential)
    {
        var parsed = Parse(credential.Reveal());
        return parsed with { ExpiresAt = parsed.ExpiresAt ?? credential.ExpiresAt };
    }

    /// <summary>
    /// A token that was just issued. If its expiration seems to have passed, the clocks differ, so the expiration is
    /// ignored and the service decides.
    /// </summary>
    public static AccessToken ParseFresh(string token, DateTimeOffset now)
    {
        var parsed = Parse(token);
        return parsed.IsExpiredAt(now) ? parsed with { ExpiresAt = null } : parsed;
    }

    private static DateTimeOffset? ReadExpiration(string token)
    {
        var parts = token.Split('.');
        if (parts.Length != 3 || Decode(parts[1]) is not { } payload)
        {
            return null;
        }

        try
        {
            return ReadExpiration(new Utf8JsonReader(payload));
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // Uses a reader instead of a JSON document, which would delay the first connection by several milliseconds. If a
    // property occurs more than once, the last one is used, as in a document.
    private static DateTimeOffset? ReadExpiration(Utf8JsonReader json)
    {
        DateTimeOffset? expiresAt = null;
        while (json.Read())
        {
            if (json.CurrentDepth == 0 && json.TokenType is not (JsonTokenType.StartObject or JsonTokenType.EndObject))
            {
                return null;
            }

            if (
                json.CurrentDepth != 1
                || json.TokenType != JsonTokenType.PropertyName
                || !json.ValueTextEquals("exp"u8)
            )
            {
                continue;
            }

            json.Read();
            expiresAt =
                json.TokenType == JsonTokenType.Number
                && json.TryGetDouble(out var seconds)
                && seconds > 0
                && seconds < DateTimeOffset.MaxValue.ToUnixTimeSeconds()
                    ? DateTimeOffset.UnixEpoch.AddSeconds(seconds)
                    : null;
        }
        return expiresAt;
    }

    private static byte[]? Decode(string base64Url)
    {
        var base64 = base64Url.Replace('-', '+').Replace('_', '/');
        var bytes = Encoding.ASCII.GetBytes(base64.PadRight((base64.Length + 3) / 4 * 4, '='));
        return Base64.DecodeFromUtf8InPlace(bytes, out var written) == System.Buffers.OperationStatus.Done
            ? bytes[..written]
            : null;
    }

    // The ToString of the record would disclose the token in a log.
    public override string ToString() => $"token, expires {ExpiresAt:u}";
}
