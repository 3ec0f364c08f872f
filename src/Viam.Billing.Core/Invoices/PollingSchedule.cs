namespace Viam.Billing.Invoices;

/// <summary>
/// The schedule for polling a slow operation: with increasing intervals, and once more at the end of the time limit.
/// </summary>
/// <param name="limit">The time limit, from the creation of the schedule.</param>
/// <param name="interval">The first interval.</param>
/// <param name="growth">The factor by which intervals increase.</param>
/// <param name="longest">The longest interval.</param>
/// <param name="clock">The clock that determines the time; null for the clock of the system.</param>
internal sealed class PollingSchedule(
    TimeSpan limit,
    TimeSpan interval,
    double growth,
    TimeSpan longest,
    TimeProvider? clock = null
)
{
    /// <summary>
    /// Timers can fire slightly early. The minimum prevents an immediate second request in the remaining time.
    /// </summary>
    private static readonly TimeSpan s_shortest = TimeSpan.FromMilliseconds(100);

    private readonly TimeProvider _clock = clock ?? TimeProvider.System;
    private readonly long _begun = (clock ?? TimeProvider.System).GetTimestamp();
    private TimeSpan _interval = interval;

    public TimeSpan Elapsed => _clock.GetElapsedTime(_begun);

    public TimeSpan Left => limit - Elapsed;

    public bool IsOver => Left <= TimeSpan.Zero;

    /// <summary>Completes when it's time for the next request, immediately after the time limit.</summary>
    public Task PauseAsync(CancellationToken cancellationToken)
    {
        var left = Left;
        if (left <= TimeSpan.Zero)
        {
            return Task.CompletedTask;
        }

        var pause = TimeSpan.FromTicks(Math.Clamp(left.Ticks, s_shortest.Ticks, _interval.Ticks));
        _interval = TimeSpan.FromTicks(Math.Min((_interval * growth).Ticks, longest.Ticks));
        return Task.Delay(pause, _clock, cancellationToken);
    }
}
