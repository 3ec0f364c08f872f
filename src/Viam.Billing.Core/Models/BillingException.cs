using Viam.Billing.Text;

namespace Viam.Billing;

/// <summary>A failed request to the billing service.</summary>
public sealed class BillingException : Exception, ICleanableException
{
    internal BillingException(BillingError error, string message, Exception? innerException = null)
        : base(ForeignText.Clean(message), ForeignText.Clean(innerException)) => Error = error;

    public BillingError Error { get; }

    /// <summary>The name of the gRPC status, such as UNAVAILABLE; null if the request failed without one.</summary>
    public string? GrpcStatus { get; internal init; }

    /// <summary>The server's message; null if there is none.</summary>
    public string? ServerMessage { get; internal init; }

    /// <summary>The delay before the next request that the service asks for; null if it specifies none.</summary>
    public TimeSpan? RetryAfter { get; internal init; }

    /// <summary>The same failure with another message and cause.</summary>
    Exception ICleanableException.With(string message, Exception? innerException) =>
        new BillingException(Error, message, innerException)
        {
            GrpcStatus = GrpcStatus,
            ServerMessage = ServerMessage is null ? null : ForeignText.Clean(ServerMessage),
            RetryAfter = RetryAfter,
            IsOutcomeUnknown = IsOutcomeUnknown,
            WasNotProcessed = WasNotProcessed,
        };

    /// <summary>
    /// True if the request may have been sent and no definite response arrived, so that the service may have processed
    /// it.
    /// </summary>
    internal bool IsOutcomeUnknown { get; init; }

    /// <summary>
    /// True if HTTP/2 reported that the server didn't process the request. The only evidence is that the request's
    /// content was about to be written a second time. <see cref="IsOutcomeUnknown"/> stays true for callers that don't
    /// handle this.
    /// </summary>
    internal bool WasNotProcessed { get; init; }
}
