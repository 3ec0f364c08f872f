using System.Net;
using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Net.Client.Configuration;
using Viam.Billing.Contract;
using Viam.Billing.Contract.Rpc;
using Viam.Billing.Grpc.Errors;
using Viam.Billing.Services;

namespace Viam.Billing.Grpc.Transport;

/// <summary>Creates the channel of a session: one HTTP/2 connection, without pings while it is idle.</summary>
internal static class ChannelFactory
{
    /// <summary>Requests that change nothing and can therefore be sent again. Never add a charge or an email.</summary>
    internal static readonly MethodName[] Reads =
    [
        Auth(nameof(AuthService.AuthServiceBase.Authenticate)),
        App(nameof(AppService.AppServiceBase.ListOrganizations)),
        App(nameof(AppService.AppServiceBase.GetOrganization)),
        App(nameof(AppService.AppServiceBase.ListLocations)),
        App(nameof(AppService.AppServiceBase.GetBillingServiceConfig)),
        Billing(nameof(BillingService.BillingServiceBase.GetInvoicesSummary)),
        Billing(nameof(BillingService.BillingServiceBase.GetCurrentMonthUsage)),
        Billing(nameof(BillingService.BillingServiceBase.GetOrgBillingInformation)),
        Billing(nameof(BillingService.BillingServiceBase.GetInvoicePdf)),
        Billing(nameof(BillingService.BillingServiceBase.GetAvailableBillingTiers)),
        Billing(nameof(BillingService.BillingServiceBase.GetLocationBillingOrganization)),
    ];

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
                MaxReceiveMessageSize = StatusMapper.MaxReceiveMessageSize,
                DisableResolverServiceConfig = true,
                ServiceConfig = new ServiceConfig { MethodConfigs = { ReadsAreRetried() } },
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
            UseProxy = !options.Endpoint.IsLoopback,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None,
            ActivityHeadersPropagator = null,
        };

    private static MethodConfig ReadsAreRetried()
    {
        var config = new MethodConfig
        {
            RetryPolicy = new RetryPolicy
            {
                MaxAttempts = 4,
                InitialBackoff = TimeSpan.FromMilliseconds(200),
                MaxBackoff = TimeSpan.FromSeconds(2),
                BackoffMultiplier = 2,
                RetryableStatusCodes = { StatusCode.Unavailable },
            },
        };
        foreach (var name in Reads)
        {
            config.Names.Add(name);
        }

        return config;
    }

    // The names aren't read from the descriptors, because that would delay the first connection by about 20 ms.
    private static MethodName Auth(string method) => new() { Service = "proto.rpc.v1.AuthService", Method = method };

    private static MethodName App(string method) => new() { Service = "viam.app.v1.AppService", Method = method };

    private static MethodName Billing(string method) =>
        new() { Service = "viam.app.v1.BillingService", Method = method };
}
