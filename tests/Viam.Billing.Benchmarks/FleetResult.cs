using System.Diagnostics;
using System.Globalization;

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

    /// <summary>Reads what a process has measured: milliseconds, processor milliseconds, and resident bytes.</summary>
    public static FleetResult OfProcess(string program, IEnumerable<string> arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true }
        )!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException(error.Result);
        }
        double[] values =
        [
            .. output.Trim().Split(' ').Select(static word => double.Parse(word, CultureInfo.InvariantCulture)),
        ];
        return new FleetResult(values[0], values[1], values[2] / (1024 * 1024));
    }

    /// <summary>The values that <see cref="OfProcess"/> reads.</summary>
    public override string ToString() =>
        FormattableString.Invariant($"{Milliseconds} {ProcessorMilliseconds} {Megabytes * 1024 * 1024}");

    /// <summary>The medians of several runs.</summary>
    /// <param name="count">The number of organizations or rows, for the processor time of each.</param>
    public static string Describe(IReadOnlyList<FleetResult> runs, int count)
    {
        var time = StartUp.Median(runs.Select(static run => run.Milliseconds));
        var processorTime = StartUp.Median(runs.Select(static run => run.ProcessorMilliseconds));
        return FormattableString.Invariant($"{time:0} ms, processor {processorTime / count:0.000} ms each");
    }
}
