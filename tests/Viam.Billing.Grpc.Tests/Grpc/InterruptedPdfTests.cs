using Grpc.Core;
using Viam.Billing.Services;
using Viam.Billing.Tests.Support;
using Viam.Billing.Tests.Support.Servers;

namespace Viam.Billing.Tests.Grpc;

/// <summary>PDF streams that fail, end early, or are canceled.</summary>
public sealed class InterruptedPdfTests : PdfTest
{
    [Fact]
    public async Task SilenceBetweenChunksFailsWithDeadlineExceeded()
    {
        Faults.Pdf = static async (context, send) =>
        {
            await send(Parts[0]);
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
        Assert.Equal(["%PDF-1.7 "], Chunks);
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
    public async Task ResetStreamFailsWithoutRepeatingChunks()
    {
        Faults.Pdf = async (context, send) =>
        {
            await send(Parts[0]);
            await send(Parts[1]);
            // What the client hasn't read yet when the stream is reset is lost, and a stream without a chunk is
            // retried.
            Assert.True(SpinWait.SpinUntil(() => Chunks.Count > 0, Client.LongTimeout));
            context.GetHttpContext().Abort();
            await context.HangAsync();
        };
        var service = await ConnectAsync();

        await Failure.CaptureAsync(ReadAsync(service));

        Assert.Equal(Parts.Select(part => part.ToStringUtf8()).Take(Chunks.Count), Chunks);
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
            await send(Parts[0]);
            throw new RpcException(new Status(code, "lost"));
        };
        var service = await ConnectAsync();

        var failure = await Failure.CaptureAsync(ReadAsync(service));

        Assert.Equal((error, "lost"), (failure.Error, failure.ServerMessage));
        Assert.Equal(["%PDF-1.7 "], Chunks);
        Assert.Equal(1, Faults.Count(Rpc));
    }

    [Fact]
    public async Task WriterExceptionIsThrownUnchanged()
    {
        Faults.Pdf = static (_, send) => send(Parts[0]);
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
            await send(Parts[0]);
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
            await send(Parts[0]);
            await gate.PassAsync(context);
        };
        var service = await ConnectAsync();
        var read = ReadAsync(service);
        await gate.Reached;

        service.Dispose();

        Assert.Equal(BillingError.SessionClosed, (await Failure.CaptureAsync(read)).Error);
    }
}
