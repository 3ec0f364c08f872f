using System.Globalization;
using Viam.Billing.Contract;

namespace Viam.Billing.Benchmarks;

/// <summary>What takes long for many organizations, each beside the least work that it needs.</summary>
internal sealed class Fleet : IDisposable
{
    private const int Concurrency = 32;

    /// <summary>The response delay of the service in milliseconds, where requests are part of the work.</summary>
    private const int Delay = 50;

    private readonly Client _client = new();
    private readonly FleetStore _warmUp = new(40, 2);
    private readonly FleetShell _shell;
    private readonly int _runs;

    private Fleet(int runs)
    {
        _runs = runs;
        _shell = new FleetShell(_client.Address, _warmUp);
    }

    public static void Measure(string part, int size, int runs)
    {
        using var fleet = new Fleet(runs);
        switch (part)
        {
            case "snapshots":
                fleet.MeasureSnapshots(size);
                break;
            case "nightly":
                fleet.MeasureNightly(size);
                break;
            case "report":
                fleet.MeasureReport(size);
                break;
            case "focus":
                fleet.MeasureFocus(size);
                break;
            default:
                throw new ArgumentException($"There is no part '{part}'.", nameof(part));
        }
    }

    public void Dispose()
    {
        _warmUp.Dispose();
        _client.Dispose();
    }

    /// <summary>One snapshot of each organization, and the same bytes written and flushed by one loop.</summary>
    private void MeasureSnapshots(int organizations)
    {
        using var store = new FleetStore(organizations, pastMonths: 0);
        const string Save =
            "$usage | Save-ViamUsageSnapshot -ThrottleLimit 32 -StorePath $store -MinimumInterval 0:0:0 | Out-Null";
        Compare(
            $"{organizations} snapshots added to files",
            organizations,
            () =>
            {
                store.Reset();
                return _shell.Run(store, Save, needsUsage: true);
            },
            () =>
            {
                var lines = store.TakeLastLines();
                store.Reset();
                return Append(store, lines);
            }
        );
        Compare(
            $"{organizations} snapshots in new files",
            organizations,
            () =>
            {
                store.RemoveCurrentFiles();
                return _shell.Run(store, Save, needsUsage: true);
            },
            () =>
            {
                var lines = store.TakeLastLines();
                store.RemoveCurrentFiles();
                return Append(store, lines);
            }
        );
    }

    /// <summary>The nightly job, and only its requests.</summary>
    private void MeasureNightly(int organizations)
    {
        using var store = new FleetStore(organizations, pastMonths: 12, Delay);
        Compare(
            $"{organizations} organizations, nightly job",
            organizations,
            () =>
            {
                store.Reset();
                return _shell.Run(
                    store,
                    """
                    $usage = $ids | Get-ViamCurrentMonthUsage -ThrottleLimit 32
                    $usage | Save-ViamUsageSnapshot -ThrottleLimit 32 -StorePath $store | Out-Null
                    $usage | Get-ViamUsageForecast -ThrottleLimit 32 -StorePath $store | Out-Null
                    $usage | Test-ViamBudget -Budget 1e6 -ThrottleLimit 32 -StorePath $store | Out-Null
                    $usage | Export-ViamBillingMetric -ThrottleLimit 32 -StorePath $store -Path "$store/viam.prom"
                    """
                );
            },
            () => Read(store)
        );
        Console.WriteLine(
            $"  reading the files without parsing them: {FleetResult.Of(() => store.ReadFiles()).Milliseconds:0} ms"
        );
    }

    /// <summary>The report, and only its requests.</summary>
    private void MeasureReport(int organizations)
    {
        using var store = new FleetStore(organizations, pastMonths: 12, Delay);
        Compare(
            $"{organizations} organizations, report",
            organizations,
            () =>
                _shell.Run(
                    store,
                    "$ids | Export-ViamBillingReport -ThrottleLimit 32 -StorePath $store -Path \"$store/report.html\""
                ),
            () => Read(store, isTogether: true)
        );
    }

    /// <summary>A FOCUS export of daily rows from the usage store, and the same rows written by a loop.</summary>
    private void MeasureFocus(int rows)
    {
        using var store = new FleetStore(Math.Max(1, rows / FocusFloor.RowsPerOrganization), pastMonths: 12);
        using var small = new FleetStore(Math.Max(1, store.OrganizationIds.Count / 4), pastMonths: 12);
        var floor = new FocusFloor(store.Folder);
        foreach (var format in new[] { "Csv", "Parquet" })
        {
            var work = $"Export-ViamFocus $store -StorePath $store -Daily -Format {format} | Out-Null";
            Compare(
                $"{floor.RowCount} FOCUS rows, {format}",
                floor.RowCount,
                () => _shell.Run(store, work),
                () => FocusFloor.Measure(store, _warmUp, format)
            );
            Console.WriteLine(
                FormattableString.Invariant(
                    $"  a quarter of the rows: at most {_shell.Run(small, work).Megabytes:0} MB"
                )
            );
        }
        // The baseline has its rows in memory.
        Console.WriteLine(
            "  reading the snapshots and creating the rows: processor "
                + $"{FleetResult.Of(() => floor.CreateRows()).ProcessorMilliseconds:0} ms"
        );
        floor.Verify();
    }

    /// <param name="count">The number of organizations or rows, for the processor time of each.</param>
    private void Compare(string name, int count, Func<FleetResult> module, Func<FleetResult> baseline)
    {
        var own = new List<FleetResult>();
        var least = new List<FleetResult>();
        for (var run = 0; run < _runs; run++)
        {
            own.Add(module());
            least.Add(baseline());
        }
        var ratio = Median(own, static run => run.Milliseconds) / Median(least, static run => run.Milliseconds);
        var resident = own.Max(static run => run.Megabytes);
        Console.WriteLine(
            FormattableString.Invariant(
                $"{name}: {FleetResult.Describe(own, count)}; baseline {FleetResult.Describe(least, count)}; "
            ) + FormattableString.Invariant($"ratio {ratio:0.00}; at most {resident:0} MB resident")
        );
    }

    private static double Median(List<FleetResult> runs, Func<FleetResult, double> value) =>
        StartUp.Median(runs.Select(value));

    /// <summary>The requests for usage and invoices, by the bare stub.</summary>
    private FleetResult Read(FleetStore store, bool isTogether = false)
    {
        async Task Usage(string id) =>
            await _client.Stub.GetCurrentMonthUsageAsync(
                new GetCurrentMonthUsageRequest { OrgId = id },
                Client.Options
            );
        async Task Summary(string id) =>
            await _client.Stub.GetInvoicesSummaryAsync(new GetInvoicesSummaryRequest { OrgId = id }, Client.Options);
        void All(IEnumerable<string> ids, Func<string, Task> read) =>
            Parallel
                .ForEachAsync(
                    ids,
                    new ParallelOptions { MaxDegreeOfParallelism = Concurrency },
                    async (id, _) => await read(id)
                )
                .GetAwaiter()
                .GetResult();
        All(_warmUp.OrganizationIds, Usage);
        All(_warmUp.OrganizationIds, Summary);
        return FleetResult.Of(() =>
        {
            if (isTogether)
            {
                All(store.OrganizationIds, id => Task.WhenAll(Usage(id), Summary(id)));
                return;
            }
            All(store.OrganizationIds, Usage);
            All(store.OrganizationIds, Summary);
        });
    }

    private static FleetResult Append(FleetStore store, byte[][] lines) =>
        FleetResult.Of(() =>
        {
            for (var number = 0; number < lines.Length; number++)
            {
                using var file = new FileStream(
                    store.CurrentFile(number),
                    FileMode.Append,
                    FileAccess.Write,
                    FileShare.None,
                    bufferSize: 0
                );
                file.Write(lines[number]);
                file.Flush(flushToDisk: true);
            }
        });
}
