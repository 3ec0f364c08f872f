using Viam.Billing.Grpc.Transport;
using Viam.Billing.Services;

namespace Viam.Billing.Grpc;

/// <summary>Makes billing services that talk over HTTP/2.</summary>
internal sealed class GrpcBillingServiceProvider : IBillingServiceProvider
{
    public IBillingService Create(BillingServiceOptions options)
    {
        var channel = ChannelFactory.Create(options);
        return new GrpcBillingService(channel.CreateCallInvoker(), channel, options);
    }
}
