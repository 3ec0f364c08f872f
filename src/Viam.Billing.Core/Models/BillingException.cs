using Viam.Billing.Text;

namespace Viam.Billing;

/// <summary>A call to the billing service failed.</summary>
public sealed class BillingException : Exception, ICleanableException
{
    internal BillingException(BillingError error, string message, Exception? innerException = null)
        : base(ForeignText.Clean(message), ForeignText.Clean(innerException)) => Error = error;

    public BillingError Error { get; }

    /// <summary>The gRPC status code's name, such as UNAVAILABLE; null if the call never got one.</summary>
    public string? GrpcStatus { get; internal init; }

    /// <summary>The service's own words; null if it said nothing.</summary>
    public string? ServerMessage { get; internal init; }

    /// <summary>When the service wants to be called again, from the moment of its answer; null if it did not say.</summary>
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

    /// <summary>True if the request left and no definite answer came: what it asked for may have happened.</summary>
    internal bool IsOutcomeUnknown { get; init; }

    /// <summary>
    /// True if HTTP/2 reported that the server didn't process the request. The only evidence is that the request's content was about to be written a second
    /// time. <see cref="IsOutcomeUnknown"/> stays true for callers that don't handle this.
    /// </summary>
    internal bool WasNotProcessed { get; init; }
}
