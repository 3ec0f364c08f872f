using System.Collections.Concurrent;
using Grpc.Core;
using Viam.Billing.Services;
using Viam.Billing.Tests.Support;
using Viam.Billing.Tests.Support.Servers;

namespace Viam.Billing.Tests.Grpc;

/// <summary>Requests are retried at the time that the service specifies, and not earlier.</summary>
public sealed class RetryPushbackTests : GrpcTest
{
    private readonly ConcurrentQueue<DateTimeOffset> _sentAt = new();
    private readonly TaskCompletionSource _reported = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when a rejection has been reported.</summary>
    private CallContext Reported => Call with { Report = _ => _reported.TrySetResult() };

    [Fact]
    public async Task ReadIsRetriedAtRequestedTime()
    {
        var service = await ConnectAsync();
        RejectRequests(1, "retry-after", "5");
        var begun = Clock.GetUtcNow();

        var organizations = await AdvanceClockUntilAsync(service.ListOrganizationsAsync(Call));

        Assert.Equal(7, organizations.Count);
        Assert.Equal(2, Faults.Count("ListOrganizations"));
        Assert.Equal([true, false], _sentAt.Select(at => at < begun.AddSeconds(5)));
    }

    [Fact]
    public async Task ReadIsRetriedAfterEveryPushback()
    {
        var service = await ConnectAsync();
        // More often than gRPC's own retry policy allows.
        RejectRequests(9, "grpc-retry-pushback-ms", "5");

        var organizations = await AdvanceClockUntilAsync(service.ListOrganizationsAsync(Call));

        Assert.Equal((7, 10), (organizations.Count, Faults.Count("ListOrganizations")));
    }

    [Theory]
    [InlineData("grpc-retry-pushback-ms", 1)]
    [InlineData("retry-after", 1)]
    public async Task RetryWithZeroPushbackIsStillDelayed(string name, int before)
    {
        var service = await ConnectAsync();
        RejectRequests(9, name, "0");

        var reading = service.ListOrganizationsAsync(Reported);
        await _reported.Task;
        await Task.WhenAny(reading, Task.Delay(200, TestContext.Current.CancellationToken));

        Assert.Equal((false, before), (reading.IsCompleted, Faults.Count("ListOrganizations")));
        Assert.Equal(7, (await AdvanceClockUntilAsync(reading)).Count);
    }

    [Theory]
    [InlineData("grpc-retry-pushback-ms", "-1")]
    [InlineData("grpc-retry-pushback-ms", "soon")]
    [InlineData("retry-after", "Fri, 31 Dec 2027 23:59:59 GMT")]
    public async Task RateLimitWithoutRetryTimeIsNotRetried(string name, string value)
    {
        var service = await ConnectAsync();
        RejectRequests(1, name, value);

        var failure = await Failure.CaptureAsync(service.ListOrganizationsAsync(Call));

        Assert.Equal((BillingError.RateLimited, null), (failure.Error, failure.RetryAfter));
        Assert.Equal(1, Faults.Count("ListOrganizations"));
    }

    [Fact]
    public async Task PushbackBeyondTimeoutIsNotRetried()
    {
        var service = await ConnectAsync(timeout: TimeSpan.FromSeconds(10));
        RejectRequests(1, "retry-after", "10");

        var failure = await Failure.CaptureAsync(service.ListOrganizationsAsync(Call));

        Assert.Equal((BillingError.RateLimited, TimeSpan.FromSeconds(10)), (failure.Error, failure.RetryAfter));
        Assert.Equal(1, Faults.Count("ListOrganizations"));
    }

    [Theory]
    [InlineData("ChargeOrganization")]
    [InlineData("SendPaymentRequiredEmail")]
    public async Task AtMostOnceRequestIsNotRetriedAfterPushback(string rpc)
    {
        var service = await ConnectAsync();
        RejectRequests(1, "grpc-retry-pushback-ms", "1");

        var failure = await Failure.CaptureAsync(GrpcCall.Named(rpc).InvokeAsync(service, Call));

        Assert.Equal(BillingError.RateLimited, failure.Error);
        Assert.Equal(1, Faults.Count(rpc));
    }

    [Fact]
    public async Task ClosingSessionEndsWaitForRetry()
    {
        var service = await ConnectAsync(timeout: TimeSpan.FromMinutes(1));
        RejectRequests(1, "retry-after", "20");
        var waiting = service.ListOrganizationsAsync(Reported);
        await _reported.Task;

        service.Dispose();

        Assert.Equal(BillingError.SessionClosed, (await Failure.CaptureAsync(waiting)).Error);
        Assert.Equal(1, Faults.Count("ListOrganizations"));
    }

    /// <summary>Rejects the next requests, and records when all requests arrive.</summary>
    private void RejectRequests(int refusals, string name, string value) =>
        Faults.Before = _ =>
        {
            _sentAt.Enqueue(Clock.GetUtcNow());
            return Interlocked.Decrement(ref refusals) < 0
                ? Task.CompletedTask
                : throw new RpcException(
                    new Status(StatusCode.ResourceExhausted, "slowly"),
                    new Metadata { { name, value } }
                );
        };

    private async Task<T> AdvanceClockUntilAsync<T>(Task<T> task)
    {
        while (!task.IsCompleted)
        {
            Clock.Advance(TimeSpan.FromMilliseconds(250));
            await Task.WhenAny(task, Task.Delay(5, TestContext.Current.CancellationToken));
        }
        return await task;
    }
}
