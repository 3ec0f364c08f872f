using System.Globalization;
using System.Net.Sockets;
using System.Security.Authentication;
using Grpc.Core;
using Viam.Billing.Services;
using Viam.Billing.Text;

namespace Viam.Billing.Grpc.Errors;

/// <summary>Turns what gRPC reports into the module's own errors. No gRPC type leaves with them.</summary>
internal static class StatusMapper
{
    /// <summary>All invoices of an organization arrive in one message, so gRPC's default of 4 MB isn't enough. In bytes.</summary>
    internal const int MaxReceiveMessageSize = 64 * 1024 * 1024;

    /// <param name="mayHaveLeft">False if it is certain that the request never left this process.</param>
    /// <param name="wasNotProcessed">True if HTTP/2 reported that the server didn't process the request.</param>
    public static BillingException ToBillingException(
        RpcException exception,
        RpcDescriptor target,
        BillingServiceOptions options,
        string? bearer,
        bool mayHaveLeft,
        bool wasNotProcessed = false
    )
    {
        var cause = exception.Status.DebugException;
        var error = FromTransport(cause) ?? FromDetail(exception.Status) ?? FromStatus(exception.StatusCode, target);
        // With a cause in this process the detail is this client's own words, not the service's.
        var isTheirs = cause is null && error is not BillingError.DeadlineExceeded && !IsOwnWord(exception.Status);
        var words = isTheirs ? Clean(exception.Status.Detail, options.Credential, bearer) : null;
        var innermost = Innermost(cause);
        var reason = Clean(
            innermost?.Message
                ?? (IsNoAnswer(exception.Status) || IsNoGrpc(exception.Status) ? exception.Status.Detail : null),
            options.Credential,
            bearer
        );
        return new BillingException(
            error,
            Describe(error, target, options, words, reason),
            Clean(innermost, options.Credential, bearer)
        )
        {
            // What .NET has given up by itself, gRPC takes for something that the caller has.
            GrpcStatus = NameOf(
                error is BillingError.ServiceUnavailable && exception.StatusCode is StatusCode.Cancelled
                    ? StatusCode.Unavailable
                    : exception.StatusCode
            ),
            ServerMessage = words,
            RetryAfter = RetryAfter(exception),
            // An authentication changes nothing. That of a charge which needs a new token must not make the charge, which waits for it, one that may have happened.
            IsOutcomeUnknown = mayHaveLeft && !target.IsAuthentication && !IsRefusal(exception.Status),
            WasNotProcessed = wasNotProcessed,
        };
    }

    /// <summary>The status as gRPC writes it, such as DEADLINE_EXCEEDED.</summary>
    public static string NameOf(StatusCode status) =>
        status switch
        {
            StatusCode.OK => "OK",
            StatusCode.Cancelled => "CANCELLED",
            StatusCode.InvalidArgument => "INVALID_ARGUMENT",
            StatusCode.DeadlineExceeded => "DEADLINE_EXCEEDED",
            StatusCode.NotFound => "NOT_FOUND",
            StatusCode.AlreadyExists => "ALREADY_EXISTS",
            StatusCode.PermissionDenied => "PERMISSION_DENIED",
            StatusCode.ResourceExhausted => "RESOURCE_EXHAUSTED",
            StatusCode.FailedPrecondition => "FAILED_PRECONDITION",
            StatusCode.Aborted => "ABORTED",
            StatusCode.OutOfRange => "OUT_OF_RANGE",
            StatusCode.Unimplemented => "UNIMPLEMENTED",
            StatusCode.Internal => "INTERNAL",
            StatusCode.Unavailable => "UNAVAILABLE",
            StatusCode.DataLoss => "DATA_LOSS",
            StatusCode.Unauthenticated => "UNAUTHENTICATED",
            StatusCode.Unknown => "UNKNOWN",
            _ => $"Unknown({(int)status})",
        };

    /// <summary>When a service that refuses wants to be called again: gRPC's own word for it, in milliseconds, or HTTP's, in seconds; null where it says nothing of that.</summary>
    private static TimeSpan? RetryAfter(RpcException refusal) =>
        refusal.StatusCode != StatusCode.ResourceExhausted ? null
        : int.TryParse(
            refusal.Trailers.GetValue("grpc-retry-pushback-ms"),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var milliseconds
        )
            ? TimeSpan.FromMilliseconds(milliseconds)
        : int.TryParse(
            refusal.Trailers.GetValue("retry-after"),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var seconds
        )
            ? TimeSpan.FromSeconds(seconds)
        : null;

    /// <summary>
    /// Whether the service itself has said that it did not do what it was asked. A status that gRPC made of what befell the connection says nothing of that, and
    /// what stands between here and the service may have passed the request on before it answered.
    /// </summary>
    private static bool IsRefusal(Status status) =>
        status.DebugException is null
        && !IsOwnWord(status)
        && status.StatusCode
            is StatusCode.InvalidArgument
                or StatusCode.NotFound
                or StatusCode.AlreadyExists
                or StatusCode.PermissionDenied
                or StatusCode.ResourceExhausted
                or StatusCode.FailedPrecondition
                or StatusCode.OutOfRange
                or StatusCode.Unimplemented
                or StatusCode.Unauthenticated;

    private static BillingError FromStatus(StatusCode status, RpcDescriptor target) =>
        status switch
        {
            StatusCode.Unauthenticated => BillingError.AuthenticationFailed,
            // The authentication layer says all of these of a key that it does not take.
            StatusCode.PermissionDenied
            or StatusCode.InvalidArgument
            or StatusCode.NotFound when target.IsAuthentication => BillingError.AuthenticationFailed,
            StatusCode.PermissionDenied => BillingError.PermissionDenied,
            StatusCode.NotFound => target.IfNotFound,
            StatusCode.InvalidArgument or StatusCode.OutOfRange => BillingError.InvalidRequest,
            StatusCode.FailedPrecondition or StatusCode.Aborted => BillingError.PreconditionFailed,
            StatusCode.AlreadyExists => BillingError.AlreadyExists,
            StatusCode.ResourceExhausted => BillingError.RateLimited,
            StatusCode.Unavailable => BillingError.ServiceUnavailable,
            StatusCode.DeadlineExceeded => BillingError.DeadlineExceeded,
            StatusCode.Unimplemented => BillingError.NotSupported,
            _ => BillingError.ServiceError,
        };

    /// <summary>What the layers below gRPC say is nearer to the cause than the status made of it.</summary>
    private static BillingError? FromTransport(Exception? cause)
    {
        for (var exception = cause; exception is not null; exception = exception.InnerException)
        {
            switch (exception)
            {
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
                    // There was no connection, in the time that one may take.
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
                    // A server that is going away says so in an orderly manner.
                    return BillingError.ServiceUnavailable;
                case HttpProtocolException { ErrorCode: Http2EnhanceYourCalm }:
                    return BillingError.RateLimited;
                default:
                    break;
            }
        }
        return null;
    }

    // HTTP/2's error codes (RFC 9113, section 7).
    private const long Http2NoError = 0x0;
    private const long Http2ProtocolError = 0x1;
    private const long Http2FrameSizeError = 0x6;
    private const long Http2RefusedStream = 0x7;
    private const long Http2EnhanceYourCalm = 0xb;
    private const long Http11Required = 0xd;

    /// <summary>How .NET's words begin for a connection that fails while it is set up. Depending on who notices first, nothing else tells it.</summary>
    private const string NoHandshake = "An HTTP/2 connection could not be established";

    /// <summary>Failures that grpc-dotnet itself finds and tells by their text alone.</summary>
    private static BillingError? FromDetail(Status status) =>
        status switch
        {
            { StatusCode: StatusCode.ResourceExhausted, Detail: TooLarge } => BillingError.ResponseTooLarge,
            // Some of it is UNIMPLEMENTED to gRPC, as if the service had said that it lacks something.
            _ when IsNoAnswer(status) => BillingError.ServiceError,
            // HTTP's own "bad gateway" and the like come from a front whose service is away, and gRPC makes them UNAVAILABLE.
            { StatusCode: not StatusCode.Unavailable } when IsNoGrpc(status) => BillingError.NotAGrpcServer,
            _ => null,
        };

    private const string TooLarge = "Received message exceeds the maximum configured message size.";

    /// <summary>Whether grpc-dotnet itself says it, and the service said nothing.</summary>
    private static bool IsOwnWord(Status status) => status.Detail == TooLarge || IsNoGrpc(status) || IsNoAnswer(status);

    /// <summary>Whether an answer ended without its message, or without its status, or is compressed in a way that gRPC does not know.</summary>
    private static bool IsNoAnswer(Status status) =>
        status.Detail == "No grpc-status found on response."
        || status.Detail.StartsWith("Failed to deserialize response message.", StringComparison.Ordinal)
        || status.Detail.StartsWith("Unsupported grpc-encoding value ", StringComparison.Ordinal);

    private static bool IsNoGrpc(Status status) =>
        status.Detail.StartsWith("Bad gRPC response.", StringComparison.Ordinal);

    private static string Describe(
        BillingError error,
        RpcDescriptor target,
        BillingServiceOptions options,
        string? words,
        string? reason
    )
    {
        var host = options.Endpoint.Authority;
        var sentence = error switch
        {
            BillingError.AuthenticationFailed when target.IsAuthentication => $"{host} does not accept the API key.",
            BillingError.AuthenticationFailed => $"{host} does not accept the access token.",
            BillingError.PermissionDenied => $"No permission for {target.Method}.",
            BillingError.OrganizationNotFound =>
                $"There is no organization {target.Subject} that this credential sees.",
            BillingError.InvoiceNotFound => $"There is no invoice {target.Subject}.",
            BillingError.LocationNotFound => $"There is no location {target.Subject} that this credential sees.",
            BillingError.NotFound =>
                $"{target.Method} found {(target.Subject is null ? "nothing" : $"no {target.Subject}")}.",
            BillingError.InvalidRequest => $"{host} refuses the request {target.Method}.",
            BillingError.PreconditionFailed => $"{host} cannot do {target.Method} now.",
            BillingError.AlreadyExists => $"{target.Method}: it exists already.",
            BillingError.RateLimited => $"{host} asks for fewer calls.",
            BillingError.ResponseTooLarge =>
                $"The answer to {target.Method} is larger than {MaxReceiveMessageSize >> 20} MiB.",
            BillingError.HostNotFound => $"The host {options.Endpoint.Host} is not known.",
            BillingError.ConnectionRefused => $"Nothing listens at {host}.",
            BillingError.TlsFailed => $"No trusted TLS connection to {host}.",
            BillingError.NotAGrpcServer => $"What answers at {host} is not a gRPC server.",
            BillingError.ServiceUnavailable => $"{host} is not available.",
            BillingError.DeadlineExceeded => FormattableString.Invariant(
                $"{host} did not answer {target.Method} within {options.Timeout.TotalSeconds:0.###} s."
            ),
            BillingError.NotSupported => $"{host} does not have the call {target.Method}.",
            _ => $"{host} failed at {target.Method}.",
        };
        return words is not null ? $"{sentence} It says: {words}"
            : reason is not null ? $"{sentence} ({reason})"
            : sentence;
    }

    /// <summary>Foreign text without the secrets that were sent; null where there is none.</summary>
    private static string? Clean(string? text, Credential credential, string? bearer) =>
        string.IsNullOrWhiteSpace(text) ? null
        // The session was ended meanwhile. Without the secret, nothing can be told apart from it.
        : credential.TryReveal(out var secret) ? ForeignText.Clean(text, secret, bearer)
        : "***";

    private static Exception? Clean(Exception? exception, Credential credential, string? bearer) =>
        credential.TryReveal(out var secret) ? ForeignText.Clean(exception, secret, bearer) : null;

    private static Exception? Innermost(Exception? exception)
    {
        // That .NET had given a connection up already says nothing of why.
        while (exception?.InnerException is { } inner and not ObjectDisposedException)
        {
            exception = inner;
        }

        return exception is RpcException ? null : exception;
    }
}
