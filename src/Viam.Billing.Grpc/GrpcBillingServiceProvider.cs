using Viam.Billing.Grpc.Transport;
using Viam.Billing.Services;

namespace Viam.Billing.Grpc;

/// <summary>Creates billing services that use HTTP/2.</summary>
internal sealed class GrpcBillingServiceProvider : IBillingServiceProvider
{
    public IBillingService Create(BillingServiceOptions options)
    {
        var channel = ChannelFactory.Create(options);
        return new GrpcBillingService(channel.CreateCallInvoker(), channel, options);
    }
}
