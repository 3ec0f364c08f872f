using System.Diagnostics;

namespace Viam.Billing.Pipeline;

/// <summary>When to show progress: not before a second has passed, and not more often than people can read.</summary>
internal sealed class ProgressThrottle
{
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan s_firstAfter = TimeSpan.FromSeconds(1);
    private readonly long _begun = Stopwatch.GetTimestamp();
    private long _last;

    public bool IsShown => _last != 0;

    /// <summary>True if it is time; the next time is an interval away.</summary>
    public bool IsDue
    {
        get
        {
            var now = Stopwatch.GetTimestamp();
            if (
                Stopwatch.GetElapsedTime(_begun, now) < s_firstAfter
                || (_last != 0 && Stopwatch.GetElapsedTime(_last, now) < Interval)
            )
            {
                return false;
            }

            _last = now;
            return true;
        }
    }
}
