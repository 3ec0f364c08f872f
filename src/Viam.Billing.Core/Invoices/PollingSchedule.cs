using System.Diagnostics;

namespace Viam.Billing.Invoices;

/// <summary>When to look again for something that takes its time: less and less often, and once more when the time is over.</summary>
/// <param name="limit">How long to look, from now on.</param>
/// <param name="interval">Between the first look and the second.</param>
/// <param name="growth">By what each interval is longer than the one before.</param>
/// <param name="longest">No interval is longer.</param>
internal sealed class PollingSchedule(TimeSpan limit, TimeSpan interval, double growth, TimeSpan longest)
{
    /// <summary>A timer can be a little early, and the rest of the time that is left then is no reason to look again at once.</summary>
    private static readonly TimeSpan s_shortest = TimeSpan.FromMilliseconds(100);

    private readonly long _begun = Stopwatch.GetTimestamp();
    private TimeSpan _interval = interval;

    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(_begun);

    public TimeSpan Left => limit - Elapsed;

    public bool IsOver => Left <= TimeSpan.Zero;

    /// <summary>Ends when it is time to look again: at once where the time is over.</summary>
    public Task PauseAsync(CancellationToken cancellationToken)
    {
        var left = Left;
        if (left <= TimeSpan.Zero)
        {
            return Task.CompletedTask;
        }

        var pause = TimeSpan.FromTicks(Math.Clamp(left.Ticks, s_shortest.Ticks, _interval.Ticks));
        _interval = TimeSpan.FromTicks(Math.Min((_interval * growth).Ticks, longest.Ticks));
        return Task.Delay(pause, cancellationToken);
    }
}
