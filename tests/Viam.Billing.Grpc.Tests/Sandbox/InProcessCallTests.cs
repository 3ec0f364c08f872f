using Google.Protobuf;
using Grpc.Core;
using Viam.Billing.Contract;
using Viam.Billing.Sandbox.InProcess;
using Viam.Billing.Tests.Support;

namespace Viam.Billing.Tests.Sandbox;

/// <summary>In-process calls end in the same way as calls over a network.</summary>
public sealed class InProcessCallTests
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task DeadlineEndsHangingCall()
    {
        var service = new FakeService { Unary = static (_, context) => HangAsync(context) };

        using var call = service.Call(deadline: DateTime.UtcNow.AddMilliseconds(50));

        var error = await Assert.ThrowsAsync<RpcException>(() => WaitAsync(call.ResponseAsync));
        Assert.Equal(StatusCode.DeadlineExceeded, error.StatusCode);
        Assert.Equal(StatusCode.DeadlineExceeded, call.GetStatus().StatusCode);
        Assert.True(await WaitAsync(service.Canceled.Task));
    }

    [Fact]
    public async Task PassedDeadlineEndsCallBeforeServiceRuns()
    {
        var service = new FakeService();

        using var call = service.Call(deadline: DateTime.UtcNow.AddSeconds(-1));

        var error = await Assert.ThrowsAsync<RpcException>(() => WaitAsync(call.ResponseAsync));
        Assert.Equal(StatusCode.DeadlineExceeded, error.StatusCode);
        Assert.Equal(0, service.Calls);
    }

    [Fact]
    public async Task CanceledCallEndsWithStatusCancelled()
    {
        using var stop = new CancellationTokenSource();
        var service = new FakeService { Unary = static (_, context) => HangAsync(context) };

        using var call = service.Call(stop: stop.Token);
        await stop.CancelAsync();

        var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => WaitAsync(call.ResponseAsync));
        Assert.Equal(stop.Token, error.CancellationToken);
        Assert.Equal(StatusCode.Cancelled, call.GetStatus().StatusCode);
    }

    [Fact]
    public async Task ServiceTrailersPrecedeExceptionTrailers()
    {
        var service = new FakeService
        {
            Unary = static (_, context) =>
            {
                context.ResponseTrailers.Add("x-order", "service");
                throw new RpcException(
                    new Status(StatusCode.ResourceExhausted, "slow down"),
                    new Metadata { { "x-order", "exception" } }
                );
            },
        };

        using var call = service.Call();

        var error = await Assert.ThrowsAsync<RpcException>(() => WaitAsync(call.ResponseAsync));
        Assert.Equal((StatusCode.ResourceExhausted, "slow down"), (error.StatusCode, error.Status.Detail));
        Assert.Equal(["service", "exception"], error.Trailers.Select(static trailer => trailer.Value));
        Assert.Equal(["service", "exception"], call.GetTrailers().Select(static trailer => trailer.Value));
    }

    [Fact]
    public async Task ServiceExceptionIsReportedAsUnknownStatus()
    {
        var service = new FakeService { Unary = static (_, _) => throw new InvalidOperationException("secret") };

        var error = await Assert.ThrowsAsync<RpcException>(() => WaitAsync(service.Call().ResponseAsync));

        Assert.Equal((StatusCode.Unknown, "Exception was thrown by handler."), (error.StatusCode, error.Status.Detail));
    }

    [Fact]
    public async Task MethodWithoutServiceFailsWithUnimplemented()
    {
        var client = new BillingService.BillingServiceClient(new InProcessCallInvoker(static _ => { }));

        using var call = client.GetAvailableBillingTiersAsync(
            new(),
            cancellationToken: TestContext.Current.CancellationToken
        );

        var error = await Assert.ThrowsAsync<RpcException>(() => WaitAsync(call.ResponseAsync));

        Assert.Equal(StatusCode.Unimplemented, error.StatusCode);
    }

    [Fact]
    public async Task ClientAndServiceDoNotShareMessages()
    {
        var service = new FakeService();

        var first = await WaitAsync(service.Call().ResponseAsync);
        first.Tiers.Add("changed by the client");
        var second = await WaitAsync(service.Call().ResponseAsync);

        Assert.Equal(["standard"], second.Tiers);
    }

    [Fact]
    public async Task StreamReturnsMessagesBeforeServiceError()
    {
        var service = new FakeService
        {
            Stream = static async (stream, _) =>
            {
                await stream.WriteAsync(new GetInvoicePdfResponse { Chunk = ByteString.CopyFromUtf8("one") });
                await stream.WriteAsync(
                    new GetInvoicePdfResponse { Chunk = ByteString.CopyFromUtf8("two") },
                    CancellationToken.None
                );
                throw new RpcException(new Status(StatusCode.NotFound, "gone"));
            },
        };

        using var call = service.Client.GetInvoicePdf(new(), cancellationToken: TestContext.Current.CancellationToken);

        Assert.True(await call.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
        Assert.Equal("one", call.ResponseStream.Current.Chunk.ToStringUtf8());
        Assert.True(await call.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
        Assert.Equal("two", call.ResponseStream.Current.Chunk.ToStringUtf8());
        var error = await Assert.ThrowsAsync<RpcException>(() =>
            call.ResponseStream.MoveNext(TestContext.Current.CancellationToken)
        );
        Assert.Equal(StatusCode.NotFound, error.StatusCode);
    }

    [Fact]
    public async Task CanceledReadStopsService()
    {
        using var stop = new CancellationTokenSource();
        var service = new FakeService { Stream = static (_, context) => HangAsync(context) };
        using var call = service.Client.GetInvoicePdf(new(), cancellationToken: TestContext.Current.CancellationToken);

        var read = call.ResponseStream.MoveNext(stop.Token);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => WaitAsync(read));
        Assert.True(await WaitAsync(service.Canceled.Task));
    }

    private static Task<T> WaitAsync<T>(Task<T> task) =>
        task.WaitAsync(s_timeout, TestContext.Current.CancellationToken);

    private static async Task<GetAvailableBillingTiersResponse> HangAsync(ServerCallContext context)
    {
        await Task.Delay(Timeout.Infinite, context.CancellationToken);
        return new();
    }

    private sealed class FakeService : BillingService.BillingServiceBase
    {
        private readonly GetAvailableBillingTiersResponse _tiers = new() { Tiers = { "standard" } };

        public FakeService() =>
            Client = new BillingService.BillingServiceClient(
                new InProcessCallInvoker(binder => BillingService.BindService(binder, this))
            );

        public BillingService.BillingServiceClient Client { get; }

        public Func<FakeService, ServerCallContext, Task<GetAvailableBillingTiersResponse>>? Unary { get; init; }

        public Func<IServerStreamWriter<GetInvoicePdfResponse>, ServerCallContext, Task>? Stream { get; init; }

        /// <summary>Completes when a hanging method detects that its call was canceled.</summary>
        public TaskCompletionSource<bool> Canceled { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Calls { get; private set; }

        public AsyncUnaryCall<GetAvailableBillingTiersResponse> Call(
            DateTime? deadline = null,
            CancellationToken? stop = null
        ) => Client.GetAvailableBillingTiersAsync(new(), null, deadline, stop ?? TestContext.Current.CancellationToken);

        public override async Task<GetAvailableBillingTiersResponse> GetAvailableBillingTiers(
            GetAvailableBillingTiersRequest request,
            ServerCallContext context
        )
        {
            Calls++;
            using var registration = context.CancellationToken.Register(() => Canceled.TrySetResult(true));
            return Unary is null ? _tiers : await Unary(this, context);
        }

        public override async Task GetInvoicePdf(
            GetInvoicePdfRequest request,
            IServerStreamWriter<GetInvoicePdfResponse> responseStream,
            ServerCallContext context
        )
        {
            using var registration = context.CancellationToken.Register(() => Canceled.TrySetResult(true));
            await Stream!(responseStream, context);
        }
    }
}
