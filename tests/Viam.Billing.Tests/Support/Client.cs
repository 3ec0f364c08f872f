using System.Net;
using Viam.Billing.Grpc;
using Viam.Billing.Services;

namespace Viam.Billing.Tests.Support;

/// <summary>Creates the gRPC client as a session does.</summary>
internal static class Client
{
    /// <summary>Much longer than any request on this machine takes.</summary>
    public static readonly TimeSpan LongTimeout = TimeSpan.FromSeconds(20);

    /// <summary>For requests that are expected to time out.</summary>
    public static readonly TimeSpan ShortTimeout = TimeSpan.FromSeconds(1);

    /// <summary>A call context that is canceled with the test.</summary>
    public static CallContext Call => new(TestContext.Current.CancellationToken);

    public static IBillingService Create(
        Uri address,
        Credential credential,
        TimeSpan? timeout = null,
        TimeProvider? clock = null
    ) =>
        new GrpcBillingServiceProvider().Create(
            new BillingServiceOptions(address, credential, timeout ?? LongTimeout)
            {
                Clock = clock ?? TimeProvider.System,
            }
        );

    public static Credential Key(string keyId, string key) =>
        new ApiKeyCredential(keyId, new NetworkCredential("", key).SecurePassword);

    public static Credential Token(string token) =>
        new AccessTokenCredential(new NetworkCredential("", token).SecurePassword);
}
