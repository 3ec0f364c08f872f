using System.Net.Sockets;
using System.Security.Authentication;
using Google.Protobuf;

namespace Viam.Billing.Grpc.Errors;

/// <summary>Classifies connection failures by the types and HTTP/2 error codes of .NET's exceptions.</summary>
internal static class TransportError
{
    // HTTP/2 error codes (RFC 9113, section 7).
    private const long Http2NoError = 0x0;
    private const long Http2ProtocolError = 0x1;
    private const long Http2FrameSizeError = 0x6;
    private const long Http2RefusedStream = 0x7;
    private const long Http2EnhanceYourCalm = 0xb;
    private const long Http2InadequateSecurity = 0xc;
    private const long Http11Required = 0xd;

    /// <summary>
    /// The start of .NET's message for a connection that fails while it is established. In some race conditions,
    /// nothing else identifies the failure.
    /// </summary>
    private const string NoHandshake = "An HTTP/2 connection could not be established";

    /// <summary>The exceptions below gRPC identify the cause more precisely than gRPC's status.</summary>
    public static BillingError? Classify(Exception? cause)
    {
        for (var exception = cause; exception is not null; exception = exception.InnerException)
        {
            switch (exception)
            {
                case InvalidProtocolBufferException:
                    // The response can't be parsed. The exception is an IOException, so gRPC reports UNAVAILABLE.
                    return BillingError.ServiceError;
                case AuthenticationException:
                    return BillingError.TlsFailed;
                case SocketException
                {
                    SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain
                }:
                case HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError }:
                    return BillingError.HostNotFound;
                case SocketException { SocketErrorCode: SocketError.ConnectionRefused }:
                    return BillingError.ConnectionRefused;
                case HttpRequestException { HttpRequestError: HttpRequestError.ProxyTunnelError }:
                case TimeoutException:
                    // No connection was established within the timeout.
                    return BillingError.ServiceUnavailable;
                case HttpRequestException
                {
                    HttpRequestError: HttpRequestError.VersionNegotiationError or HttpRequestError.InvalidResponse
                }:
                case HttpProtocolException { ErrorCode: Http2ProtocolError or Http2FrameSizeError or Http11Required }:
                case HttpRequestException
                or IOException when exception.Message.StartsWith(NoHandshake, StringComparison.Ordinal):
                    return BillingError.NotAGrpcServer;
                case HttpProtocolException { ErrorCode: Http2NoError or Http2RefusedStream }:
                    // A server that is shutting down closes its connections with these codes.
                    return BillingError.ServiceUnavailable;
                case HttpProtocolException { ErrorCode: Http2EnhanceYourCalm }:
                    return BillingError.RateLimited;
                default:
                    break;
            }
        }
        return null;
    }

    /// <summary>
    /// Whether the connection ended before the response was complete, or couldn't be established because of a possibly
    /// temporary failure. The server may have processed the request.
    /// </summary>
    public static bool IsConnectionLost(Exception? cause)
    {
        var isLost = false;
        for (var exception = cause; exception is not null; exception = exception.InnerException)
        {
            switch (exception)
            {
                case AuthenticationException:
                case HttpRequestException
                {
                    HttpRequestError: HttpRequestError.VersionNegotiationError or HttpRequestError.ProxyTunnelError
                }:
                case HttpProtocolException { ErrorCode: Http2InadequateSecurity or Http11Required }:
                    // The next attempt would fail for the same reason.
                    return false;
                // A GOAWAY or RST_STREAM with any code, a closed or reset connection, or a timeout.
                case IOException or SocketException or TimeoutException or ObjectDisposedException:
                    isLost = true;
                    break;
                default:
                    break;
            }
        }
        return isLost;
    }
}
