namespace Viam.Billing.Grpc.Errors;

internal static class ChannelLimits
{
    /// <summary>
    /// The size limit of a response, in bytes. All invoices of an organization arrive in one message, so gRPC's default
    /// of 4 MB isn't enough.
    /// </summary>
    public const int MaxReceiveMessageSize = 64 * 1024 * 1024;
}
