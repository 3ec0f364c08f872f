using System.Globalization;
using Grpc.Core;
using Viam.Billing.Services;
using Viam.Billing.Text;

namespace Viam.Billing.Grpc.Errors;

/// <summary>Turns what gRPC reports into the module's own errors. No gRPC type leaves with them.</summary>
internal static class StatusMapper
{
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
        var error =
            TransportError.Classify(cause)
            ?? ClientStatus.Classify(exception.Status)
            ?? FromStatus(exception.StatusCode, target);
        // With a cause in this process the detail is this client's own words, not the service's.
        var isTheirs =
            cause is null && error is not BillingError.DeadlineExceeded && !ClientStatus.IsFromClient(exception.Status);
        var words = isTheirs ? Clean(exception.Status.Detail, options.Credential, bearer) : null;
        var innermost = Innermost(cause);
        var reason = Clean(
            innermost?.Message ?? (ClientStatus.DescribesResponse(exception.Status) ? exception.Status.Detail : null),
            options.Credential,
            bearer
        );
        return new BillingException(
            error,
            ErrorMessage.Create(error, target, options, words, reason),
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
        && !ClientStatus.IsFromClient(status)
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
