using Viam.Billing.Sandbox.SeedData;
using Viam.Billing.Tests.Support;

namespace Viam.Billing.Tests.Grpc;

/// <summary>Base class for tests of failed connections.</summary>
public abstract class TransportTest
{
    private protected const string Html = "<html><body>Welcome</body></html>";

    private protected static async Task AssertNoGrpcServerAsync(Uri address)
    {
        var failure = await AuthenticateAsync(address);

        Assert.True(failure.Error == BillingError.NotAGrpcServer, failure.ToString());
        Assert.StartsWith(
            $"The server at {address.Authority} isn't a gRPC server.",
            failure.Message,
            StringComparison.Ordinal
        );
        Assert.Null(failure.ServerMessage);
    }

    private protected static void AssertFailure(
        BillingError error,
        string status,
        string sentence,
        BillingException failure
    )
    {
        Assert.Equal((error, status), (failure.Error, failure.GrpcStatus));
        Assert.StartsWith(sentence, failure.Message, StringComparison.Ordinal);
        Assert.Null(failure.ServerMessage);
    }

    private protected static Task<BillingException> AuthenticateAsync(Uri address) =>
        Failure.CaptureAsync(AuthenticateOnceAsync(address, Client.LongTimeout));

    private protected static async Task AuthenticateOnceAsync(Uri address, TimeSpan timeout)
    {
        using var service = Client.Create(address, Client.Key(SandboxKeys.OwnerId, SandboxKeys.OwnerKey), timeout);
        await service.AuthenticateAsync(Client.Call);
    }
}
