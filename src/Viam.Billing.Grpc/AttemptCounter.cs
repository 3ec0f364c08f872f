using System.Runtime.CompilerServices;

namespace Viam.Billing.Grpc;

/// <summary>Counts how often the request of a call is sent. gRPC's own retries show nowhere else if no answer comes.</summary>
internal sealed class AttemptCounter(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    // Flows with the call into its retries.
    private static readonly AsyncLocal<StrongBox<int>?> s_current = new();

    /// <summary>Begins to count for the call that the caller is about to make.</summary>
    public static StrongBox<int> Begin() => s_current.Value = new StrongBox<int>();

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (s_current.Value is { } count) Interlocked.Increment(ref count.Value);
        return base.SendAsync(request, cancellationToken);
    }
}
