using System.Diagnostics;
using System.Globalization;
using Viam.Billing.Contract;
using Viam.Billing.Services;

namespace Viam.Billing.Benchmarks;

/// <summary>
/// The processor time and the allocated memory of one read, which depend less on the load of the machine than the
/// elapsed time.
/// </summary>
internal static class Cost
{
    private const int Runs = 3;

    /// <param name="invoices">The number of invoices of each response.</param>
    /// <param name="reads">The number of reads of each run.</param>
    public static void Measure(int invoices, int reads)
    {
        var organization = Invoices.Organization(invoices);
        using var client = new Client(Invoices.Organization(invoices, number: 3));
        client.Run($"Import-Module '{Built.EmptyModule}'");
        client.Run("Import-Module -Assembly $assembly", ("assembly", typeof(Cost).Assembly));
        object[] ready = [.. Enumerable.Range(0, invoices).Select(static _ => new object())];

        void Shell(string command) =>
            client.Run(
                $"for ($i = 0; $i -lt $reads; $i++) {{ {command} }}",
                ("reads", reads),
                ("client", client),
                ("ready", ready),
                ("organization", organization)
            );

        (string Name, Action Run)[] cases =
        [
            (
                "stub",
                () =>
                {
                    for (var i = 0; i < reads; i++)
                    {
                        client.Stub.GetInvoicesSummary(
                            new GetInvoicesSummaryRequest { OrgId = organization },
                            Client.Options
                        );
                    }
                }
            ),
            (
                "service",
                () =>
                {
                    for (var i = 0; i < reads; i++)
                    {
                        client
                            .Service.GetInvoicesSummaryAsync(organization, new CallContext(CancellationToken.None))
                            .GetAwaiter()
                            .GetResult();
                    }
                }
            ),
            ("cmdlet without output", () => Shell("Get-Nothing > $null")),
            ("cmdlet, ready objects", () => Shell("Get-Nothing -Ready $ready > $null")),
            ("same, to Out-Null", () => Shell("Get-Nothing -Ready $ready | Out-Null")),
            (
                "stub in a cmdlet",
                () => Shell("Read-Bare -Client $client -Organization $organization -Ready $ready > $null")
            ),
            (
                "same, to Out-Null",
                () => Shell("Read-Bare -Client $client -Organization $organization -Ready $ready | Out-Null")
            ),
            ("Get-ViamInvoice", () => Shell("Get-ViamInvoice $organization > $null")),
            ("same, to Out-Null", () => Shell("Get-ViamInvoice $organization | Out-Null")),
        ];
        Print(cases, reads);
    }

    /// <summary>The same for each of many organizations, with immediate responses.</summary>
    public static void MeasureFanOut(int organizations)
    {
        const int concurrency = 32;
        using var client = new Client(Invoices.Organization(2, number: organizations));
        string[] ids =
        [
            .. Enumerable.Range(0, organizations).Select(static number => Invoices.Organization(2, 0, number)),
        ];
        Print(
            [
                (
                    "stub, 32 at once",
                    () =>
                        Parallel
                            .ForEachAsync(
                                ids,
                                new ParallelOptions { MaxDegreeOfParallelism = concurrency },
                                async (id, _) =>
                                    await client.Stub.GetInvoicesSummaryAsync(
                                        new GetInvoicesSummaryRequest { OrgId = id },
                                        Client.Options
                                    )
                            )
                            .Wait()
                ),
                (
                    "Get-ViamInvoice",
                    () => client.Run($"$ids | Get-ViamInvoice -ThrottleLimit {concurrency} | Out-Null", ("ids", ids))
                ),
            ],
            organizations
        );
    }

    private static void Print((string Name, Action Run)[] cases, int reads)
    {
        // .NET optimizes the code in the first run.
        foreach (var (_, run) in cases)
        {
            run();
        }
        var costs = cases.Select(one => Enumerable.Range(0, Runs).Select(_ => Of(one.Run)).ToArray()).ToArray();
        for (var i = 0; i < cases.Length; i++)
        {
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{cases[i].Name, -24} "
                        + $"processor {StartUp.Median(costs[i].Select(one => one.Processor)) / reads, 9:0.0} µs, "
                        + $"elapsed {StartUp.Median(costs[i].Select(one => one.Elapsed)) / reads, 9:0.0} µs, "
                        + $"allocated {StartUp.Median(costs[i].Select(one => one.Allocated)) / reads, 11:0} bytes"
                )
            );
        }
    }

    private static (double Processor, double Elapsed, double Allocated) Of(Action run)
    {
        GC.Collect();
        using var process = Process.GetCurrentProcess();
        var (processor, allocated) = (process.TotalProcessorTime, GC.GetTotalAllocatedBytes(precise: true));
        var begun = Stopwatch.GetTimestamp();
        run();
        var elapsed = Stopwatch.GetElapsedTime(begun);
        process.Refresh();
        return (
            (process.TotalProcessorTime - processor).TotalMicroseconds,
            elapsed.TotalMicroseconds,
            GC.GetTotalAllocatedBytes(precise: true) - allocated
        );
    }
}
