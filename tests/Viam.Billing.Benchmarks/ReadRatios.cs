using System.Globalization;
using BenchmarkDotNet.Reports;

namespace Viam.Billing.Benchmarks;

/// <summary>Compares reads in the shell with the least work that a shell needs for them.</summary>
internal static class ReadRatios
{
    private static readonly string[] s_floors =
    [
        nameof(ReadBenchmarks.StubAndShell),
        nameof(ReadBenchmarks.StubInCmdlet),
        nameof(FanOutBenchmarks.Rounds),
    ];

    public static void Print(IEnumerable<Summary> summaries)
    {
        foreach (
            var reports in summaries
                .SelectMany(static summary => summary.Reports)
                .Where(static report => report.Success)
                .GroupBy(static report =>
                    (report.BenchmarkCase.Descriptor.Type.Name, report.BenchmarkCase.Parameters.DisplayInfo)
                )
        )
        {
            // Without delay, there are no rounds to compare with.
            foreach (
                var floor in reports.Where(static report => s_floors.Contains(NameOf(report)) && TimeOf(report) > 1e8)
            )
            {
                foreach (
                    var report in reports.Where(static report =>
                        NameOf(report).StartsWith("GetViam", StringComparison.Ordinal)
                    )
                )
                {
                    Console.WriteLine(
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"{reports.Key.DisplayInfo}: {NameOf(report)} takes "
                                + $"{TimeOf(report) / TimeOf(floor):0.00} times as long as "
                                + $"{NameOf(floor)}, and allocates {Bytes(report)}, compared with {Bytes(floor)}"
                        )
                    );
                }
            }
        }
    }

    private static string NameOf(BenchmarkReport report) => report.BenchmarkCase.Descriptor.WorkloadMethod.Name;

    private static double TimeOf(BenchmarkReport report) => report.ResultStatistics!.Median;

    private static string Bytes(BenchmarkReport report) =>
        FormattableString.Invariant(
            $"{report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase) / 1e6:0.00} MB"
        );
}
