using Grpc.Core;
using Viam.Billing.Services;
using Viam.Billing.Tests.Support;
using Viam.Billing.Tests.Support.Servers;

namespace Viam.Billing.Tests.Grpc;

/// <summary>Canceled requests and closed sessions.</summary>
public sealed class RequestCancellationTests : GrpcTest
{
    [Fact]
    public async Task CanceledRequestEndsImmediately()
    {
        var service = await ConnectAsync();
        using var stop = new CancellationTokenSource();
        var gate = new RequestGate();
        var reports = new List<CallReport>();
        Faults.Before = gate.PassAsync;
        var read = service.ListOrganizationsAsync(new(stop.Token, reports.Add));
        await gate.Reached;

        var begun = TimeProvider.System.GetTimestamp();
        await stop.CancelAsync();
        var stopped = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => read);

        Assert.InRange(TimeProvider.System.GetElapsedTime(begun), TimeSpan.Zero, TimeSpan.FromSeconds(1));
        Assert.Equal(stop.Token, stopped.CancellationToken);
        Assert.Equal("CANCELLED", Assert.Single(reports).Outcome);
    }

    [Fact]
    public async Task RequestCanceledBetweenRetriesEndsImmediately()
    {
        var service = await ConnectAsync();
        using var stop = new CancellationTokenSource();
        var refused = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Faults.Before = _ =>
        {
            refused.TrySetResult();
            throw new RpcException(new Status(StatusCode.Unavailable, ""));
        };
        var read = service.ListOrganizationsAsync(new(stop.Token));
        await refused.Task.WaitAsync(Client.LongTimeout, TestContext.Current.CancellationToken);

        var begun = TimeProvider.System.GetTimestamp();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => read);

        Assert.InRange(TimeProvider.System.GetElapsedTime(begun), TimeSpan.Zero, TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task RequestCanceledBeforeStartIsNotSent()
    {
        var service = await ConnectAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            service.ListOrganizationsAsync(new(new CancellationToken(canceled: true)))
        );

        Assert.Equal(0, Faults.Count("ListOrganizations"));
    }

    [Fact]
    public async Task ClosingSessionEndsRequestInProgress()
    {
        var service = await ConnectAsync();
        var gate = new RequestGate();
        Faults.Before = gate.PassAsync;
        var read = service.ListOrganizationsAsync(Call);
        await gate.Reached;

        service.Dispose();
        var failure = await Failure.CaptureAsync(read);

        Assert.Equal(
            (BillingError.SessionClosed, "The session was closed while the request was in progress."),
            (failure.Error, failure.Message)
        );
    }

    [Fact]
    public async Task ClosingSessionEndsAuthenticationInProgress()
    {
        var service = Create();
        var gate = new RequestGate();
        Faults.Before = gate.PassAsync;
        var connecting = service.AuthenticateAsync(Call);
        await gate.Reached;

        service.Dispose();

        Assert.Equal(BillingError.SessionClosed, (await Failure.CaptureAsync(connecting)).Error);
    }

    [Fact]
    public async Task NothingIsSentAfterSessionIsClosed()
    {
        var service = await ConnectAsync();
        service.Dispose();

        var failures = await Task.WhenAll(
            GrpcCall.All.Select(call => Failure.CaptureAsync(call.InvokeAsync(service, Call)))
        );

        Assert.All(
            failures,
            failure => Assert.Equal((BillingError.SessionClosed, false), (failure.Error, failure.IsOutcomeUnknown))
        );
        Assert.Single(Faults.RecordedCalls);
    }
}
