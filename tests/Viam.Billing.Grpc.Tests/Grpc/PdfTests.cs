using Google.Protobuf;
using Grpc.Core;
using Viam.Billing.Contract;
using Viam.Billing.Tests.Support;
using Viam.Billing.Tests.Support.Servers;

namespace Viam.Billing.Tests.Grpc;

/// <summary>Streaming of invoice PDFs.</summary>
public sealed class PdfTests : PdfTest
{
    [Fact]
    public async Task AllBytesAreReadForAnyChunkSize()
    {
        var pdf = new byte[3 * 1024 * 1024];
        new Random(1).NextBytes(pdf);
        int[] sizes = [1, 0, 17, 4096, 65_537, 3, 1_000_003];
        Faults.Pdf = async (_, send) =>
        {
            var offset = 0;
            for (var i = 0; offset < pdf.Length; i++)
            {
                var size = Math.Min(sizes[i % sizes.Length], pdf.Length - offset);
                await send(ByteString.CopyFrom(pdf, offset, size));
                offset += size;
            }
        };
        var service = await ConnectAsync();
        using var file = new MemoryStream();

        await service.ReadInvoicePdfAsync("inv-1", Acme, file.WriteAsync, Call);

        Assert.Equal(pdf, file.ToArray());
        Assert.Equal(
            new GetInvoicePdfRequest { Id = "inv-1", OrgId = Acme },
            Assert.Single(Faults.CallsOf(Rpc)).Request
        );
    }

    [Fact]
    public async Task SandboxPdfIsRead()
    {
        var service = await ConnectAsync();
        var invoice = (await service.GetInvoicesSummaryAsync(Acme, Call)).Invoices[0];
        using var file = new MemoryStream();

        await service.ReadInvoicePdfAsync(invoice.InvoiceId, Acme, file.WriteAsync, Call);

        var text = System.Text.Encoding.Latin1.GetString(file.ToArray());
        Assert.StartsWith("%PDF-", text, StringComparison.Ordinal);
        Assert.EndsWith("%%EOF", text.TrimEnd(), StringComparison.Ordinal);
        Assert.Contains("Acme Robotics", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EmptyStreamWritesNothing()
    {
        Faults.Pdf = static (_, _) => Task.CompletedTask;

        await ReadAsync(await ConnectAsync());

        Assert.Empty(Chunks);
    }

    [Fact]
    public async Task StreamCanExceedTimeoutWhileChunksArrive()
    {
        Faults.Pdf = static async (context, send) =>
        {
            for (var i = 0; i < 5; i++)
            {
                await Task.Delay(300, context.CancellationToken);
                await send(Parts[1]);
            }
        };
        var service = await ConnectAsync(timeout: Client.ShortTimeout);
        var begun = TimeProvider.System.GetTimestamp();

        await ReadAsync(service);

        Assert.True(TimeProvider.System.GetElapsedTime(begun) > Client.ShortTimeout);
        Assert.Equal(5, Chunks.Count);
    }

    [Fact]
    public async Task SlowWriterDoesNotCauseTimeout()
    {
        Faults.Pdf = static async (_, send) =>
        {
            foreach (var part in Parts)
            {
                await send(part);
            }
        };
        var service = await ConnectAsync(timeout: TimeSpan.FromSeconds(0.5));
        var parts = 0;

        await service.ReadInvoicePdfAsync(
            "inv-1",
            Acme,
            async (_, stop) =>
            {
                if (parts++ == 0)
                {
                    await Task.Delay(TimeSpan.FromSeconds(0.8), stop);
                }
            },
            Call
        );

        Assert.Equal(3, parts);
    }

    [Fact]
    public async Task TokenRejectedBeforeFirstChunkIsRenewed()
    {
        var service = await ConnectAsync();
        var invoice = (await service.GetInvoicesSummaryAsync(Acme, Call)).Invoices[0];
        State.RevokeTokens();
        using var file = new MemoryStream();

        await service.ReadInvoicePdfAsync(invoice.InvoiceId, Acme, file.WriteAsync, Call);

        Assert.Equal("%PDF-"u8.ToArray(), file.ToArray()[..5]);
        Assert.Equal(2, State.AuthenticationCount);
        Assert.Equal(2, Faults.Count(Rpc));
    }

    [Fact]
    public async Task ServiceUnavailableBeforeFirstChunkIsRetried()
    {
        Faults.Pdf = async (_, send) =>
        {
            if (Faults.Count(Rpc) < 3)
            {
                throw new RpcException(new Status(StatusCode.Unavailable, "away"));
            }

            foreach (var part in Parts)
            {
                await send(part);
            }
        };

        await ReadAsync(await ConnectAsync());

        Assert.Equal(["%PDF-1.7 ", "middle ", "%%EOF"], Chunks);
        Assert.Equal(3, Faults.Count(Rpc));
    }
}
