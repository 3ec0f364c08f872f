using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Security;

namespace Viam.Billing.Services;

/// <summary>
/// A credential. The secret is stored in protected form and is read only for the duration of a request.
/// </summary>
internal abstract class Credential(SecureString secret) : IDisposable
{
    /// <summary>
    /// How long before its expiration a token is treated as expired, so that it doesn't expire during a request.
    /// </summary>
    public static readonly TimeSpan ExpirationMargin = TimeSpan.FromSeconds(10);

    private readonly SecureString _secret = secret.Copy();

    /// <summary>
    /// Returns the secret in plain text. Throws <see cref="ObjectDisposedException"/> after <see cref="Dispose"/>.
    /// </summary>
    public string Reveal() => new NetworkCredential("", _secret).Password;

    /// <summary>Does the same as <see cref="Reveal"/>, but returns false after <see cref="Dispose"/>.</summary>
    public bool TryReveal([NotNullWhen(true)] out string? secret)
    {
        try
        {
            secret = Reveal();
            return true;
        }
        catch (ObjectDisposedException)
        {
            secret = null;
            return false;
        }
    }

    public void Dispose() => _secret.Dispose();
}
