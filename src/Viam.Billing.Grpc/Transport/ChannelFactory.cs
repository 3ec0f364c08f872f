using System.Net;
using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Net.Client.Configuration;
using Viam.Billing.Contract;
using Viam.Billing.Contract.Rpc;
using Viam.Billing.Grpc.Errors;
using Viam.Billing.Services;

namespace Viam.Billing.Grpc.Transport;

/// <summary>The one channel of a session: one HTTP/2 connection, kept quiet while it is idle.</summary>
internal static class ChannelFactory
{
    /// <summary>Calls that change nothing, and so may be sent again. A charge or an email must never be added.</summary>
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
                // A client, since around a handler gRPC puts its load balancing, which one address has no use for: some 60 methods to compile, and two more steps in each call.
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
            // The service's front answers a ping on an idle connection with GOAWAY too_many_pings.
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
            KeepAlivePingDelay = TimeSpan.FromSeconds(30),
            KeepAlivePingTimeout = TimeSpan.FromSeconds(20),
            // Little longer than a call, since the next one waits for the same connection; and not shorter, so that it is the call's own limit that a person is told of.
            ConnectTimeout = TimeSpan.FromTicks(Math.Min(options.ConnectTimeout.Ticks, options.Timeout.Ticks / 4 * 5)),
            PooledConnectionIdleTimeout = TimeSpan.FromMinutes(10),
            // A redirect must not carry the token elsewhere.
            AllowAutoRedirect = false,
            // To a proxy, localhost is the proxy's own machine; and plain HTTP/2 does not go through one.
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

    // Not from the descriptors: reading these would cost the first connect some 20 ms.
    private static MethodName Auth(string method) => new() { Service = "proto.rpc.v1.AuthService", Method = method };

    private static MethodName App(string method) => new() { Service = "viam.app.v1.AppService", Method = method };

    private static MethodName Billing(string method) =>
        new() { Service = "viam.app.v1.BillingService", Method = method };
}
