using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Engines;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.NoEmit;
using Viam.Billing.Benchmarks;

const string Usage = """
    dotnet run -c Release --project tests/Viam.Billing.Benchmarks -- MODE
      startup [RUNS [PEER ...]]
                       whole processes: a shell that does nothing, imports, reads; and what the commands of other
                       clients take
      memory           resident memory while a large PDF is saved, heap while many organizations are read
      read             all that happens in one process, each beside the bare stub in the same run (BenchmarkDotNet)
      cost [INVOICES [READS] | fanout ORGANIZATIONS]
                       the processor time and memory of one read, for a machine that isn't idle; the bare stub, and
                       cmdlets that return existing objects, in the same run
      fleet [PART [SIZE [RUNS]]]
                       snapshots, nightly, report, or focus (FOCUS export), for many organizations; each beside the
                       least work that it needs. Default: all of them, in full size
      forecast [ORGANIZATIONS [SEED [unfamiliar]]]
                       the error of forecasts by day of month on synthetic organizations, beside plain run-rate;
                       unfamiliar: on kinds that the forecast's rules were not chosen for
      once             everything once and small, to see that it works
    """;

switch (args)
{
    case ["serve"]:
        await BenchmarkServer.ServeAsync();
        return 0;
    case ["focus-floor", var warmUp, var store, var format]:
        Console.WriteLine(FocusFloor.Measure(warmUp, store, format));
        return 0;
    case ["startup"]:
        StartUp.Measure(runs: 20);
        return 0;
    case ["startup", var runs, .. var peers]:
        StartUp.Measure(int.Parse(runs), peers);
        return 0;
    case ["memory"]:
        Memory.Measure(megabytes: 256, organizations: 10_000);
        return 0;
    case ["read", .. var filters]:
        return Read(Job.Default.WithWarmupCount(5).WithIterationCount(10), filters);
    case ["cost"]:
        Cost.Measure(invoices: 12, reads: 20_000);
        Cost.Measure(invoices: 100_000, reads: 10);
        Cost.MeasureFanOut(organizations: 10_000);
        return 0;
    case ["cost", "fanout", var organizations]:
        Cost.MeasureFanOut(int.Parse(organizations));
        return 0;
    case ["cost", var invoices]:
        Cost.Measure(int.Parse(invoices), reads: 20_000);
        return 0;
    case ["cost", var invoices, var reads]:
        Cost.Measure(int.Parse(invoices), int.Parse(reads));
        return 0;
    case ["fleet"]:
        Fleet.Measure("snapshots", 10_000, runs: 3);
        Fleet.Measure("nightly", 10_000, runs: 1);
        Fleet.Measure("report", 400, runs: 3);
        Fleet.Measure("focus", 200_000, runs: 3);
        return 0;
    case ["fleet", var part]:
        Fleet.Measure(
            part,
            part == "focus" ? 200_000
                : part == "report" ? 400
                : 10_000,
            runs: 1
        );
        return 0;
    case ["fleet", var part, var size]:
        Fleet.Measure(part, int.Parse(size), runs: 1);
        return 0;
    case ["fleet", var part, var size, var repetitions]:
        Fleet.Measure(part, int.Parse(size), int.Parse(repetitions));
        return 0;
    case ["forecast"]:
        return ForecastBackTest.Run(organizations: 100, firstSeed: 1) ? 0 : 1;
    case ["forecast", var organizations]:
        return ForecastBackTest.Run(int.Parse(organizations), firstSeed: 1) ? 0 : 1;
    case ["forecast", var organizations, var seed]:
        return ForecastBackTest.Run(int.Parse(organizations), int.Parse(seed)) ? 0 : 1;
    case ["forecast", var organizations, var seed, "unfamiliar"]:
        ForecastBackTest.Run(int.Parse(organizations), int.Parse(seed), areUnfamiliar: true);
        return 0;
    case ["once"]:
        StartUp.Measure(runs: 1);
        Memory.Measure(megabytes: 4, organizations: 100);
        Cost.Measure(invoices: 12, reads: 10);
        Fleet.Measure("snapshots", 20, runs: 1);
        Fleet.Measure("nightly", 20, runs: 1);
        Fleet.Measure("report", 20, runs: 1);
        Fleet.Measure("focus", 2000, runs: 1);
        return Read(Job.Dry, []);
    default:
        Console.Error.WriteLine(Usage);
        return 2;
}

static int Read(Job job, string[] filters)
{
    // In-process: millisecond measurements don't need a separate process, and the module is found in the build output.
    var config = ManualConfig
        .Create(DefaultConfig.Instance)
        .AddJob(
            job.WithStrategy(RunStrategy.Monitoring)
                .WithToolchain(new InProcessNoEmitToolchain(TimeSpan.FromHours(1), logOutput: false))
        )
        .WithArtifactsPath(Path.Combine(Path.GetTempPath(), "viam-billing-benchmarks"))
        .WithOptions(ConfigOptions.JoinSummary);
    var summaries = BenchmarkSwitcher
        .FromAssembly(typeof(Client).Assembly)
        .Run(["--filter", .. filters.DefaultIfEmpty("*")], config);
    ReadRatios.Print(summaries);
    return summaries.All(summary => summary.Reports.All(report => report.Success)) ? 0 : 1;
}
