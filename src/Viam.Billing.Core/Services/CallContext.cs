namespace Viam.Billing.Services;

/// <summary>
/// The context of a request: how to cancel it, and where to report it. <paramref name="Report"/> can be called on any
/// thread.
/// </summary>
internal readonly record struct CallContext(CancellationToken CancellationToken, Action<CallReport>? Report = null)
{
    /// <summary>Cancels a request that hasn't been sent yet, and has no effect on a request that was sent.</summary>
    public CancellationToken BeforeSending { get; init; }
}

/// <summary>The report of a completed request.</summary>
/// <param name="Method">The full name of the RPC.</param>
/// <param name="Subject">The object of the request, such as an organization ID; null if there is none.</param>
/// <param name="Outcome">The gRPC status, such as OK.</param>
/// <param name="Attempts">How often the request was sent.</param>
internal sealed record CallReport(string Method, string? Subject, string Outcome, TimeSpan Duration, int Attempts);
