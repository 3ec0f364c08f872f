using System.Globalization;
using Grpc.Core;
using Viam.Billing.Services;
using Viam.Billing.Text;

namespace Viam.Billing.Grpc.Errors;

/// <summary>Converts gRPC's errors to the module's own, which contain no gRPC types.</summary>
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
        // If there is a local cause, the detail is a message of this client, not of the service.
        var isTheirs =
            cause is null && error is not BillingError.DeadlineExceeded && !ClientStatus.IsFromClient(exception.Status);
        var serverMessage = isTheirs ? Clean(exception.Status.Detail, options.Credential, bearer) : null;
        var innermost = Innermost(cause);
        var reason = Clean(
            innermost?.Message ?? (ClientStatus.DescribesResponse(exception.Status) ? exception.Status.Detail : null),
            options.Credential,
            bearer
        );
        return new BillingException(
            error,
            ErrorMessage.Create(error, target, options, serverMessage, reason),
            Clean(innermost, options.Credential, bearer)
        )
        {
            GrpcStatus = NameOf(
                error switch
                {
                    // gRPC reports a connection that .NET has closed as canceled by the caller,
                    BillingError.ServiceUnavailable when exception.StatusCode is StatusCode.Cancelled =>
                        StatusCode.Unavailable,
                    // and a response that can't be parsed as a lost connection.
                    BillingError.ServiceError when exception.StatusCode is StatusCode.Unavailable =>
                        StatusCode.Internal,
                    _ => exception.StatusCode,
                }
            ),
            ServerMessage = serverMessage,
            RetryAfter = RetryAfter(exception),
            // Authentication changes nothing. If it fails for a charge, the charge wasn't sent, so its outcome is
            // known.
            IsOutcomeUnknown = mayHaveLeft && !target.IsAuthentication && !IsRefusal(exception.Status),
            WasNotProcessed = wasNotProcessed,
        };
    }

    /// <summary>The name of a status in gRPC, such as DEADLINE_EXCEEDED.</summary>
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

    /// <summary>
    /// The delay that the service requests after a rejection: gRPC's pushback in milliseconds, or HTTP's Retry-After in
    /// seconds; null if it requests none.
    /// </summary>
    private static TimeSpan? RetryAfter(RpcException exception) =>
        exception.StatusCode != StatusCode.ResourceExhausted ? null
        : int.TryParse(
            exception.Trailers.GetValue("grpc-retry-pushback-ms"),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var milliseconds
        )
            ? TimeSpan.FromMilliseconds(milliseconds)
        : int.TryParse(
            exception.Trailers.GetValue("retry-after"),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var seconds
        )
            ? TimeSpan.FromSeconds(seconds)
        : null;

    /// <summary>
    /// Whether the service itself has rejected the request. A status that gRPC creates for a failed connection doesn't
    /// prove that, because a proxy may have forwarded the request before it failed.
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
            // The authentication service returns any of these for a rejected key.
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

    /// <summary>A foreign text without the secrets that were sent; null if there is no text.</summary>
    private static string? Clean(string? text, Credential credential, string? bearer) =>
        string.IsNullOrWhiteSpace(text) ? null
        // The session has ended, so the secret is no longer available to be removed from the text.
        : credential.TryReveal(out var secret) ? ForeignText.Clean(text, secret, bearer)
        : "***";

    private static Exception? Clean(Exception? exception, Credential credential, string? bearer) =>
        credential.TryReveal(out var secret) ? ForeignText.Clean(exception, secret, bearer) : null;

    private static Exception? Innermost(Exception? exception)
    {
        // An ObjectDisposedException shows only that .NET had closed the connection, and not why.
        while (exception?.InnerException is { } inner and not ObjectDisposedException)
        {
            exception = inner;
        }

        return exception is RpcException ? null : exception;
    }
}
