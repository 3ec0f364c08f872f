using System.Net;
using Viam.Billing.Grpc;
using Viam.Billing.Services;

namespace Viam.Billing.Tests.Support;

/// <summary>The gRPC room as a session makes it.</summary>
internal static class Client
{
    /// <summary>Far longer than any call on this machine takes.</summary>
    public static readonly TimeSpan LongTimeout = TimeSpan.FromSeconds(20);

    /// <summary>For calls that are to run into it.</summary>
    public static readonly TimeSpan ShortTimeout = TimeSpan.FromSeconds(1);

    /// <summary>A call that ends with the test.</summary>
    public static CallContext Call => new(TestContext.Current.CancellationToken);

    public static IBillingService Create(Uri address, Credential credential, TimeSpan? timeout = null, TimeProvider? clock = null) =>
        new GrpcBillingServiceProvider().Create(
            new BillingServiceOptions(address, credential, timeout ?? LongTimeout) { Clock = clock ?? TimeProvider.System });

    public static Credential Key(string keyId, string key) => new ApiKeyCredential(keyId, new NetworkCredential("", key).SecurePassword);

    public static Credential Token(string token) => new AccessTokenCredential(new NetworkCredential("", token).SecurePassword);
}
