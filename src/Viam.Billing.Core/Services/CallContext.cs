namespace Viam.Billing.Services;

/// <summary>What goes with a call: how to stop it, and whom to tell what was called. <paramref name="Report"/> may be called on any thread.</summary>
internal readonly record struct CallContext(CancellationToken CancellationToken, Action<CallReport>? Report = null)
{
    /// <summary>Stops a call that has not left yet, and leaves one alone that has.</summary>
    public CancellationToken BeforeSending { get; init; }
}

/// <summary>One finished call.</summary>
/// <param name="Method">The full name of the RPC.</param>
/// <param name="Subject">What the call was about, such as an organization id; null if it was about nothing in particular.</param>
/// <param name="Outcome">The gRPC status, such as OK.</param>
/// <param name="Attempts">How often the request was sent.</param>
internal sealed record CallReport(string Method, string? Subject, string Outcome, TimeSpan Duration, int Attempts);
