namespace Viam.Billing.Services;

/// <summary>The report of a completed request.</summary>
/// <param name="Method">The full name of the RPC.</param>
/// <param name="Subject">The object of the request, such as an organization ID; null if there is none.</param>
/// <param name="Outcome">The gRPC status, such as OK.</param>
/// <param name="Attempts">How often the request was sent.</param>
internal sealed record CallReport(string Method, string? Subject, string Outcome, TimeSpan Duration, int Attempts);
