using BenchmarkDotNet.Attributes;
using Viam.Billing.Contract;
using Viam.Billing.Services;

namespace Viam.Billing.Benchmarks;

/// <summary>A warm read, and a read of very many invoices.</summary>
[MemoryDiagnoser]
public class ReadBenchmarks
{
    private Client _client = null!;
    private object[] _ready = [];

    [Params(12, 100_000)]
    public int Invoices { get; set; }

    /// <summary>
    /// Small responses are read many times per iteration, so that script startup isn't measured and .NET has fully
    /// optimized the code before measuring, which takes about ten thousand reads.
    /// </summary>
    private int Reads => Invoices > 1000 ? 1 : 3000;

    [GlobalSetup]
    public void Setup()
    {
        _client = new Client(Benchmarks.Invoices.Organization(Invoices, number: 3));
        _client.Run($"Import-Module '{Built.EmptyModule}'");
        _client.Run("Import-Module -Assembly $assembly", ("assembly", typeof(ReadBareCommand).Assembly));
        _ready = [.. Enumerable.Range(0, Invoices).Select(static _ => new object())];
    }

    [GlobalCleanup]
    public void Cleanup() => _client.Dispose();

    [Benchmark(Baseline = true)]
    public int Stub()
    {
        var request = new GetInvoicesSummaryRequest { OrgId = Benchmarks.Invoices.Organization(Invoices) };
        var count = 0;
        for (var i = 0; i < Reads; i++)
        {
            count += _client.Stub.GetInvoicesSummary(request, Client.Options).Invoices.Count;
        }

        return count;
    }

    /// <summary>What the cmdlets call, including access token, timeout, reporting, and conversion.</summary>
    [Benchmark]
    public int Service()
    {
        var organization = Benchmarks.Invoices.Organization(Invoices);
        var count = 0;
        for (var i = 0; i < Reads; i++)
        {
            count += _client
                .Service.GetInvoicesSummaryAsync(organization, new CallContext(CancellationToken.None))
                .GetAwaiter()
                .GetResult()
                .Invoices.Count;
        }

        return count;
    }

    /// <summary>The stub, and a cmdlet that returns as many existing objects: the cost of the shell itself.</summary>
    [Benchmark]
    public void StubAndShell()
    {
        Stub();
        _client.Run(
            "for ($i = 0; $i -lt $reads; $i++) { Get-Nothing -Ready $ready | Out-Null }",
            ("reads", Reads),
            ("ready", _ready)
        );
    }

    /// <summary>
    /// The same in one cmdlet, so that the shell works between the requests, and threads have to be woken for each.
    /// </summary>
    [Benchmark]
    public void StubInCmdlet() =>
        _client.Run(
            "for ($i = 0; $i -lt $reads; $i++) { "
                + "Read-Bare -Client $client -Organization $organization -Ready $ready | Out-Null }",
            ("reads", Reads),
            ("client", _client),
            ("organization", Benchmarks.Invoices.Organization(Invoices)),
            ("ready", _ready)
        );

    [Benchmark]
    public void GetViamInvoice() => Read("Get-ViamInvoice $organization | Out-Null");

    /// <summary>Without a second command, to which PowerShell would bind each object.</summary>
    [Benchmark]
    public void GetViamInvoiceAlone() => Read("Get-ViamInvoice $organization > $null");

    private void Read(string command) =>
        _client.Run(
            $"for ($i = 0; $i -lt $reads; $i++) {{ {command} }}",
            ("reads", Reads),
            ("organization", Benchmarks.Invoices.Organization(Invoices))
        );
}
