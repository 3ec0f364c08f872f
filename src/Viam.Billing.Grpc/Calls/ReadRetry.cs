using System.Globalization;
using Google.Protobuf;
using Grpc.Core;
using Viam.Billing.Grpc.Errors;

namespace Viam.Billing.Grpc.Calls;

/// <summary>
/// Decides when a read request is sent again: if the service is unavailable, or if the connection was lost before the
/// response arrived. Reads change nothing, so it doesn't matter whether the service processed the request. gRPC's retry
/// policy can't be used: it decides by status only, and a lost connection has a status that services also send.
/// </summary>
internal static class ReadRetry
{
    private const int MaxAttempts = 4;
    private static readonly TimeSpan s_initialBackoff = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan s_maxBackoff = TimeSpan.FromSeconds(2);

    /// <summary>The delay before the next attempt; null if the request isn't sent again.</summary>
    /// <param name="retries">The number of retries so far.</param>
    public static TimeSpan? GetDelay(RpcException exception, bool wasNotProcessed, int retries)
    {
        if (retries >= MaxAttempts - 1 || !(wasNotProcessed || IsTemporary(exception.Status)))
        {
            return null;
        }
        if (exception.Trailers.GetValue("grpc-retry-pushback-ms") is { } pushback)
        {
            return int.TryParse(pushback, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
                ? TimeSpan.FromMilliseconds(milliseconds)
                : null;
        }
        // Random, as in gRPC's own policy, so that many clients don't retry at the same time.
        var longest = Math.Min((s_initialBackoff * (1 << retries)).Ticks, s_maxBackoff.Ticks);
        return TimeSpan.FromTicks(Random.Shared.NextInt64(longest + 1));
    }

    // A response that can't be parsed is an IOException, which gRPC takes for a lost connection. It would arrive again.
    private static bool IsTemporary(Status status) =>
        status.DebugException is not InvalidProtocolBufferException
        && (
            status.StatusCode is StatusCode.Unavailable
            || (
                status.StatusCode is not StatusCode.DeadlineExceeded
                && TransportError.IsConnectionLost(status.DebugException)
            )
        );
}
