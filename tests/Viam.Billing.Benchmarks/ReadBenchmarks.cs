using BenchmarkDotNet.Attributes;
using Viam.Billing.Contract;
using Viam.Billing.Service;

namespace Viam.Billing.Benchmarks;

/// <summary>A warm read, and one of very many invoices.</summary>
[MemoryDiagnoser]
public class ReadBenchmarks
{
    private Client _client = null!;
    private object[] _ready = [];

    [Params(12, 100_000)]
    public int Invoices { get; set; }

    /// <summary>
    /// Small answers are read so many times at once, so that what an engine needs to begin a script is not measured, and so often that .NET has compiled all of it for good
    /// before it counts: that takes some ten thousand reads.
    /// </summary>
    private int Reads => Invoices > 1000 ? 1 : 3000;

    [GlobalSetup]
    public void Setup()
    {
        _client = new Client();
        _client.Run($"Import-Module '{Built.EmptyModule}'");
        _ready = [.. Enumerable.Range(0, Invoices).Select(static _ => new object())];
    }

    [GlobalCleanup]
    public void Cleanup() => _client.Dispose();

    [Benchmark(Baseline = true)]
    public int Stub()
    {
        var request = new GetInvoicesSummaryRequest { OrgId = Benchmarks.Invoices.Organization(Invoices) };
        var count = 0;
        for (var i = 0; i < Reads; i++) count += _client.Stub.GetInvoicesSummary(request, Client.Options).Invoices.Count;
        return count;
    }

    /// <summary>What the cmdlets call: with the session's token and time limit, reported, and as the module's own objects.</summary>
    [Benchmark]
    public int Service()
    {
        var organization = Benchmarks.Invoices.Organization(Invoices);
        var count = 0;
        for (var i = 0; i < Reads; i++) count += _client.Service.GetInvoicesSummaryAsync(organization, new CallContext(CancellationToken.None)).GetAwaiter().GetResult().Invoices.Count;
        return count;
    }

    /// <summary>The stub, and a cmdlet that emits as many objects which are there already: what the shell takes, whatever the module does.</summary>
    [Benchmark]
    public void StubAndShell()
    {
        Stub();
        _client.Run("for ($i = 0; $i -lt $reads; $i++) { Get-Nothing -Ready $ready | Out-Null }", ("reads", Reads), ("ready", _ready));
    }

    [Benchmark]
    public void GetViamInvoice() => Read("Get-ViamInvoice $organization | Out-Null");

    /// <summary>Without a second command, to which PowerShell binds each object.</summary>
    [Benchmark]
    public void GetViamInvoiceAlone() => Read("Get-ViamInvoice $organization > $null");

    private void Read(string command) =>
        _client.Run($"for ($i = 0; $i -lt $reads; $i++) {{ {command} }}", ("reads", Reads), ("organization", Benchmarks.Invoices.Organization(Invoices)));
}
