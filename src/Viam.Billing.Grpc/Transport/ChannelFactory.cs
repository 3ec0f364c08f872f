using System.Net;
using Grpc.Net.Client;
using Viam.Billing.Grpc.Errors;
using Viam.Billing.Services;

namespace Viam.Billing.Grpc.Transport;

/// <summary>Creates the channel of a session: one HTTP/2 connection, without pings while it is idle.</summary>
internal static class ChannelFactory
{
    public static GrpcChannel Create(BillingServiceOptions options)
    {
        var connection = new SendOnceHandler(CreateHandler(options));
        connection.Preconnect(options.Endpoint);
        return GrpcChannel.ForAddress(
            options.Endpoint,
            new GrpcChannelOptions
            {
                // An HttpClient is used instead of a handler, because gRPC adds load balancing to a handler. For one
                // address, that has no benefit, compiles about 60 more methods, and adds two steps to each call.
                HttpClient = new HttpClient(connection) { Timeout = Timeout.InfiniteTimeSpan },
                DisposeHttpClient = true,
                MaxReceiveMessageSize = ChannelLimits.MaxReceiveMessageSize,
                DisableResolverServiceConfig = true,
            }
        );
    }

    internal static SocketsHttpHandler CreateHandler(BillingServiceOptions options) =>
        new()
        {
            // The service responds to a ping on an idle connection with GOAWAY too_many_pings.
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
            KeepAlivePingDelay = TimeSpan.FromSeconds(30),
            KeepAlivePingTimeout = TimeSpan.FromSeconds(20),
            // Slightly longer than the timeout of a call, so that the call reports the timeout. Not much longer,
            // because the next call waits for the same connection.
            ConnectTimeout = TimeSpan.FromTicks(Math.Min(options.ConnectTimeout.Ticks, options.Timeout.Ticks / 4 * 5)),
            PooledConnectionIdleTimeout = TimeSpan.FromMinutes(10),
            // A redirect must not send the token to another host.
            AllowAutoRedirect = false,
            // For a proxy, localhost is the computer of the proxy. Plain HTTP/2 isn't supported by proxies.
            UseProxy = options.Endpoint.Scheme == "https" && !options.Endpoint.IsLoopback,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None,
            ActivityHeadersPropagator = null,
        };
}
