using BenchmarkDotNet.Attributes;
using Grpc.Core;
using Viam.Billing.Contract;

namespace Viam.Billing.Benchmarks;

/// <summary>A large PDF, written to a file that is flushed to disk or to a null stream.</summary>
[MemoryDiagnoser]
public class PdfBenchmarks
{
    private Client _client = null!;
    private string _folder = "";

    [Params(256)]
    public int Megabytes { get; set; }

    private string Id => (Megabytes * 1024L * 1024).ToString(System.Globalization.CultureInfo.InvariantCulture);

    [GlobalSetup]
    public void Setup()
    {
        _client = new Client();
        _folder = Directory.CreateTempSubdirectory("viam-billing-benchmarks-").FullName;
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        Directory.Delete(_folder, recursive: true);
        _client.Dispose();
    }

    /// <summary>Deleting a large file takes as long as writing part of it.</summary>
    [IterationCleanup]
    public void DeleteFiles()
    {
        foreach (var file in Directory.EnumerateFiles(_folder))
        {
            File.Delete(file);
        }
    }

    [Benchmark(Baseline = true)]
    public async Task StubToNull()
    {
        using var call = _client.Stub.GetInvoicePdf(
            new GetInvoicePdfRequest { Id = Id, OrgId = Invoices.Organization(1) },
            Client.Options
        );
        await foreach (var part in call.ResponseStream.ReadAllAsync())
        {
            await Stream.Null.WriteAsync(part.Chunk.Memory);
        }
    }

    [Benchmark]
    public void SaveViamInvoicePdf() =>
        _client.Run(
            "Save-ViamInvoicePdf -InvoiceId $id -OrganizationId $organization -Path $folder -Force",
            ("id", Id),
            ("organization", Invoices.Organization(1)),
            ("folder", _folder)
        );
}
