using System.Diagnostics;

namespace Viam.Billing.Pipeline;

/// <summary>Determines when to show progress: after one second, and then at most once per interval.</summary>
internal sealed class ProgressThrottle
{
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan s_firstAfter = TimeSpan.FromSeconds(1);
    private readonly long _begun = Stopwatch.GetTimestamp();
    private long _last;

    public bool IsShown => _last != 0;

    /// <summary>True if progress is due. The next time is one interval later.</summary>
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
