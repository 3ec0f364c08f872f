using Google.Protobuf;
using Grpc.Core;
using Viam.Billing.Contract;
using Viam.Billing.Sandbox.SeedData;
using Viam.Billing.Services;
using Viam.Billing.Tests.Commands;
using Viam.Billing.Tests.Support;
using Viam.Billing.Tests.Support.Servers;

namespace Viam.Billing.Tests.Grpc;

/// <summary>Streaming of invoice PDFs.</summary>
public sealed class PdfTests : GrpcTest
{
    private const string Rpc = "GetInvoicePdf";
    private const string Acme = SandboxOrganizations.Acme;
    private static readonly ByteString[] s_parts =
    [
        ByteString.CopyFromUtf8("%PDF-1.7 "),
        ByteString.CopyFromUtf8("middle "),
        ByteString.CopyFromUtf8("%%EOF"),
    ];
    private readonly List<string> _chunks = [];

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

        Assert.Empty(_chunks);
    }

    [Fact]
    public async Task SilenceBetweenChunksFailsWithDeadlineExceeded()
    {
        Faults.Pdf = static async (context, send) =>
        {
            await send(s_parts[0]);
            await context.HangAsync();
        };
        var service = await ConnectAsync(timeout: Client.ShortTimeout);

        var (failure, elapsed) = await Failure.CaptureTimedAsync(() => ReadAsync(service));

        Assert.Equal((BillingError.DeadlineExceeded, "DEADLINE_EXCEEDED"), (failure.Error, failure.GrpcStatus));
        Assert.Equal(
            $"{Server.Address.Authority} didn't respond to BillingService/GetInvoicePdf within 1 s.",
            failure.Message
        );
        Assert.InRange(elapsed, TimeSpan.FromSeconds(0.9), TimeSpan.FromSeconds(3));
        Assert.Equal(["%PDF-1.7 "], _chunks);
        Assert.Equal(1, Faults.Count(Rpc));
    }

    [Fact]
    public async Task SilenceBeforeFirstChunkFailsWithDeadlineExceeded()
    {
        Faults.Pdf = static (context, _) => context.HangAsync();
        var service = await ConnectAsync(timeout: Client.ShortTimeout);

        var (failure, elapsed) = await Failure.CaptureTimedAsync(() => ReadAsync(service));

        Assert.Equal(BillingError.DeadlineExceeded, failure.Error);
        Assert.InRange(elapsed, TimeSpan.FromSeconds(0.9), TimeSpan.FromSeconds(3));
        Assert.Equal(1, Faults.Count(Rpc));
    }

    [Fact]
    public async Task StreamCanExceedTimeoutWhileChunksArrive()
    {
        Faults.Pdf = static async (context, send) =>
        {
            for (var i = 0; i < 5; i++)
            {
                await Task.Delay(300, context.CancellationToken);
                await send(s_parts[1]);
            }
        };
        var service = await ConnectAsync(timeout: Client.ShortTimeout);
        var begun = TimeProvider.System.GetTimestamp();

        await ReadAsync(service);

        Assert.True(TimeProvider.System.GetElapsedTime(begun) > Client.ShortTimeout);
        Assert.Equal(5, _chunks.Count);
    }

    [Fact]
    public async Task SlowWriterDoesNotCauseTimeout()
    {
        Faults.Pdf = static async (_, send) =>
        {
            foreach (var part in s_parts)
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
    public async Task ResetStreamFailsWithoutRepeatingChunks()
    {
        Faults.Pdf = async (context, send) =>
        {
            await send(s_parts[0]);
            await send(s_parts[1]);
            // What the client hasn't read yet when the stream is reset is lost, and a stream without a chunk is
            // retried.
            Assert.True(SpinWait.SpinUntil(() => _chunks.Count > 0, Client.LongTimeout));
            context.GetHttpContext().Abort();
            await context.HangAsync();
        };
        var service = await ConnectAsync();

        await Failure.CaptureAsync(ReadAsync(service));

        Assert.Equal(s_parts.Select(part => part.ToStringUtf8()).Take(_chunks.Count), _chunks);
        Assert.Equal(1, Faults.Count(Rpc));
    }

    [Theory]
    [InlineData(StatusCode.Unavailable, BillingError.ServiceUnavailable)]
    [InlineData(StatusCode.Unauthenticated, BillingError.AuthenticationFailed)]
    [InlineData(StatusCode.Internal, BillingError.ServiceError)]
    public async Task ErrorStatusAfterChunkFailsWithoutRepeatingChunks(StatusCode code, BillingError error)
    {
        Faults.Pdf = async (_, send) =>
        {
            await send(s_parts[0]);
            throw new RpcException(new Status(code, "lost"));
        };
        var service = await ConnectAsync();

        var failure = await Failure.CaptureAsync(ReadAsync(service));

        Assert.Equal((error, "lost"), (failure.Error, failure.ServerMessage));
        Assert.Equal(["%PDF-1.7 "], _chunks);
        Assert.Equal(1, Faults.Count(Rpc));
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

            foreach (var part in s_parts)
            {
                await send(part);
            }
        };

        await ReadAsync(await ConnectAsync());

        Assert.Equal(["%PDF-1.7 ", "middle ", "%%EOF"], _chunks);
        Assert.Equal(3, Faults.Count(Rpc));
    }

    [Fact]
    public async Task WriterExceptionIsThrownUnchanged()
    {
        Faults.Pdf = static (_, send) => send(s_parts[0]);
        var service = await ConnectAsync();
        var full = new IOException("No space left on device");

        var thrown = await Assert.ThrowsAsync<IOException>(() =>
            service.ReadInvoicePdfAsync("inv-1", Acme, (_, _) => throw full, Call)
        );

        Assert.Same(full, thrown);
        Assert.Equal(1, Faults.Count(Rpc));
    }

    [Fact]
    public async Task CanceledReadEndsImmediately()
    {
        using var stop = new CancellationTokenSource();
        var gate = new RequestGate();
        Faults.Pdf = async (context, send) =>
        {
            await send(s_parts[0]);
            await gate.PassAsync(context);
        };
        var read = ReadAsync(await ConnectAsync(), new CallContext(stop.Token));
        await gate.Reached;

        var begun = TimeProvider.System.GetTimestamp();
        await stop.CancelAsync();
        var stopped = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => read);

        Assert.Equal(stop.Token, stopped.CancellationToken);
        Assert.InRange(TimeProvider.System.GetElapsedTime(begun), TimeSpan.Zero, TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task ClosingSessionEndsStream()
    {
        var gate = new RequestGate();
        Faults.Pdf = async (context, send) =>
        {
            await send(s_parts[0]);
            await gate.PassAsync(context);
        };
        var service = await ConnectAsync();
        var read = ReadAsync(service);
        await gate.Reached;

        service.Dispose();

        Assert.Equal(BillingError.SessionClosed, (await Failure.CaptureAsync(read)).Error);
    }

    private Task ReadAsync(IBillingService service, CallContext? call = null) =>
        service.ReadInvoicePdfAsync(
            "inv-1",
            Acme,
            (part, _) =>
            {
                _chunks.Add(System.Text.Encoding.UTF8.GetString(part.Span));
                return ValueTask.CompletedTask;
            },
            call ?? Call
        );
}
