using System.Net;
using System.Net.Sockets;
using Viam.Billing.Grpc;
using Viam.Billing.Sandbox.SeedData;
using Viam.Billing.Services;
using Viam.Billing.Tests.Support;
using Viam.Billing.Tests.Support.Servers;

namespace Viam.Billing.Tests.Grpc;

/// <summary>Errors for failed connections.</summary>
public sealed class TransportTests : TransportTest
{
    [Fact]
    public async Task UnknownHostFailsWithHostNotFound()
    {
        // A host name label can't exceed 63 characters, so no DNS server is queried.
        var host = new string('a', 64) + ".invalid";

        var failure = await AuthenticateAsync(new Uri($"https://{host}:443"));

        AssertFailure(BillingError.HostNotFound, "UNAVAILABLE", $"The host name {host} couldn't be resolved.", failure);
    }

    [Theory]
    [InlineData("http")]
    [InlineData("https")]
    public async Task ClosedPortFailsWithConnectionRefused(string scheme)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var address = new Uri($"{scheme}://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
        listener.Stop();

        var failure = await AuthenticateAsync(address);

        AssertFailure(
            BillingError.ConnectionRefused,
            "UNAVAILABLE",
            $"Connection refused by {address.Authority}.",
            failure
        );
    }

    [Theory]
    [InlineData("http")]
    [InlineData("https")]
    public async Task SilentServerFailsWithDeadlineExceeded(string scheme)
    {
        await using var server = RawServer.Silent();

        var (failure, elapsed) = await Failure.CaptureTimedAsync(() =>
            AuthenticateOnceAsync(server.Address(scheme), Client.ShortTimeout)
        );

        AssertFailure(
            BillingError.DeadlineExceeded,
            "DEADLINE_EXCEEDED",
            $"localhost:{server.Port} didn't respond to AuthService/Authenticate within 1 s.",
            failure
        );
        Assert.InRange(elapsed, TimeSpan.FromSeconds(0.9), TimeSpan.FromSeconds(3));
    }

    [Fact]
    public async Task RequestWithoutResponseFailsWithDeadlineExceeded()
    {
        await using var server = await TestServer.StartAsync();
        server.Faults.Before = FaultExtensions.HangAsync;

        var (failure, elapsed) = await Failure.CaptureTimedAsync(() =>
            AuthenticateOnceAsync(server.Address, Client.ShortTimeout)
        );

        AssertFailure(
            BillingError.DeadlineExceeded,
            "DEADLINE_EXCEEDED",
            $"{server.Address.Authority} didn't respond to AuthService/Authenticate within 1 s.",
            failure
        );
        Assert.InRange(elapsed, TimeSpan.FromSeconds(0.9), TimeSpan.FromSeconds(3));
        Assert.Single(server.Faults.RecordedCalls);
    }

    [Fact]
    public async Task IncompleteConnectionDoesNotBlockNextRequest()
    {
        await using var server = await TestServer.StartAsync(certificate: TestAuthority.Issue("localhost"));
        var connections = 0;
        await using var front = new RawServer(
            (stream, stop) =>
                Interlocked.Increment(ref connections) == 1
                    ? RawServer.ReadWithoutRespondingAsync(stream, stop)
                    : Relay.PassAsync(stream, server.Address.Port, stop)
        );
        using var service = Client.Create(
            front.Address("https"),
            Client.Key(SandboxKeys.OwnerId, SandboxKeys.OwnerKey),
            TimeSpan.FromSeconds(2)
        );
        Assert.Equal(
            BillingError.DeadlineExceeded,
            (await Assert.ThrowsAsync<BillingException>(() => service.AuthenticateAsync(Client.Call))).Error
        );

        Assert.NotEmpty(await service.ListOrganizationsAsync(Client.Call));

        Assert.Equal(2, connections);
    }

    [Fact]
    public async Task ConnectTimeoutFailsWithServiceUnavailable()
    {
        await using var server = RawServer.Silent();
        using var service = new GrpcBillingServiceProvider().Create(
            new BillingServiceOptions(
                server.Address("https"),
                Client.Key(SandboxKeys.OwnerId, SandboxKeys.OwnerKey),
                Client.LongTimeout
            )
            {
                ConnectTimeout = Client.ShortTimeout,
            }
        );

        var (failure, elapsed) = await Failure.CaptureTimedAsync(() => service.AuthenticateAsync(Client.Call));

        Assert.Equal(
            (BillingError.ServiceUnavailable, "UNAVAILABLE", false),
            (failure.Error, failure.GrpcStatus, failure.IsOutcomeUnknown)
        );
        Assert.StartsWith($"localhost:{server.Port} ", failure.Message);
        // Four attempts of one second, and the delays between them.
        Assert.InRange(elapsed, TimeSpan.FromSeconds(3.9), TimeSpan.FromSeconds(10));
    }
}
