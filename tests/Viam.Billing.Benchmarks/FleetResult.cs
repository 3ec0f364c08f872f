using System.Diagnostics;

namespace Viam.Billing.Benchmarks;

/// <summary>What work took. Processor time hardly depends on what else the machine does.</summary>
/// <param name="Megabytes">The most memory that was resident.</param>
internal readonly record struct FleetResult(double Milliseconds, double ProcessorMilliseconds, double Megabytes)
{
    /// <summary>Measures work in this process.</summary>
    public static FleetResult Of(Action work)
    {
        using var process = Process.GetCurrentProcess();
        var before = process.TotalProcessorTime;
        var started = Stopwatch.GetTimestamp();
        work();
        var time = Stopwatch.GetElapsedTime(started);
        process.Refresh();
        return new FleetResult(
            time.TotalMilliseconds,
            (process.TotalProcessorTime - before).TotalMilliseconds,
            process.PeakWorkingSet64 / (1024d * 1024)
        );
    }
}
