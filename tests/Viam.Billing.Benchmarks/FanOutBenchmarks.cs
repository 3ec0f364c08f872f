using BenchmarkDotNet.Attributes;
using Viam.Billing.Contract;

namespace Viam.Billing.Benchmarks;

/// <summary>Many organizations: some with slow responses, and very many with immediate responses.</summary>
[MemoryDiagnoser]
public class FanOutBenchmarks
{
    private const int Concurrency = 32;
    private Client _client = null!;
    private string[] _organizations = null!;
    private int _delay;

    /// <summary>The number of organizations, and the response delay of each in milliseconds.</summary>
    [Params("400 x 50 ms", "10000 x 0 ms")]
    public string Organizations { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        var words = Organizations.Split(' ');
        var (count, delay) = (int.Parse(words[0]), int.Parse(words[2]));
        _client = new Client(Invoices.Organization(2, delay, count));
        _delay = delay;
        _organizations = [.. Enumerable.Range(0, count).Select(number => Invoices.Organization(2, delay, number))];
    }

    [GlobalCleanup]
    public void Cleanup() => _client.Dispose();

    [Benchmark(Baseline = true)]
    public Task Stub() =>
        Parallel.ForEachAsync(
            _organizations,
            new ParallelOptions { MaxDegreeOfParallelism = Concurrency },
            async (organization, _) =>
                await _client.Stub.GetInvoicesSummaryAsync(
                    new GetInvoicesSummaryRequest { OrgId = organization },
                    Client.Options
                )
        );

    /// <summary>The time that the service waits before its responses, if the requests start in full rounds.</summary>
    [Benchmark]
    public void Rounds() => Thread.Sleep(_delay * (int)Math.Ceiling(_organizations.Length / (double)Concurrency));

    [Benchmark]
    public void GetViamInvoice() =>
        _client.Run(
            $"$organizations | Get-ViamInvoice -ThrottleLimit {Concurrency} | Out-Null",
            ("organizations", _organizations)
        );
}
