using System.Collections.Concurrent;
using Grpc.Core;
using Viam.Billing.Services;
using Viam.Billing.Tests.Support;
using Viam.Billing.Tests.Support.Servers;

namespace Viam.Billing.Tests.Grpc;

/// <summary>A service that says when it wants to be called again is called again then, and not before.</summary>
public sealed class PushBackTests : WireTest
{
    private readonly ConcurrentQueue<DateTimeOffset> _sentAt = new();
    private readonly TaskCompletionSource _reported = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Tells when a refusal has come back.</summary>
    private CallContext Reported => Call with { Report = _ => _reported.TrySetResult() };

    [Fact]
    public async Task AReadComesAgainWhenItIsWanted()
    {
        var service = await ConnectAsync();
        PushBack(1, "retry-after", "5");
        var begun = Clock.GetUtcNow();

        var organizations = await PassTimeUntilAsync(service.ListOrganizationsAsync(Call));

        Assert.Equal(7, organizations.Count);
        Assert.Equal(2, Faults.Count("ListOrganizations"));
        Assert.Equal([true, false], _sentAt.Select(at => at < begun.AddSeconds(5)));
    }

    [Fact]
    public async Task AReadComesAgainAsOftenAsItIsPutOff()
    {
        var service = await ConnectAsync();
        // More often than gRPC itself would try.
        PushBack(9, "grpc-retry-pushback-ms", "5");

        var organizations = await PassTimeUntilAsync(service.ListOrganizationsAsync(Call));

        Assert.Equal((7, 10), (organizations.Count, Faults.Count("ListOrganizations")));
    }

    [Theory]
    // gRPC itself obeys its own word, and tries four times.
    [InlineData("grpc-retry-pushback-ms", 4)]
    [InlineData("retry-after", 1)]
    public async Task WhoIsWantedAtOnceTakesATimeAllTheSame(string name, int before)
    {
        var service = await ConnectAsync();
        PushBack(9, name, "0");

        var reading = service.ListOrganizationsAsync(Reported);
        await _reported.Task;
        await Task.WhenAny(reading, Task.Delay(200, TestContext.Current.CancellationToken));

        Assert.Equal((false, before), (reading.IsCompleted, Faults.Count("ListOrganizations")));
        Assert.Equal(7, (await PassTimeUntilAsync(reading)).Count);
    }

    [Theory]
    [InlineData("grpc-retry-pushback-ms", "-1")]
    [InlineData("grpc-retry-pushback-ms", "soon")]
    [InlineData("retry-after", "Fri, 31 Dec 2027 23:59:59 GMT")]
    public async Task ARefusalWithoutATimeIsFinal(string name, string value)
    {
        var service = await ConnectAsync();
        PushBack(1, name, value);

        var failure = await Failure.OfAsync(service.ListOrganizationsAsync(Call));

        Assert.Equal((BillingError.RateLimited, null), (failure.Error, failure.RetryAfter));
        Assert.Equal(1, Faults.Count("ListOrganizations"));
    }

    [Fact]
    public async Task ATimeBeyondTheLimitIsNotWaitedFor()
    {
        var service = await ConnectAsync(timeout: TimeSpan.FromSeconds(10));
        PushBack(1, "retry-after", "10");

        var failure = await Failure.OfAsync(service.ListOrganizationsAsync(Call));

        Assert.Equal((BillingError.RateLimited, TimeSpan.FromSeconds(10)), (failure.Error, failure.RetryAfter));
        Assert.Equal(1, Faults.Count("ListOrganizations"));
    }

    [Theory]
    [InlineData("ChargeOrganization")]
    [InlineData("SendPaymentRequiredEmail")]
    public async Task WhatMustNotBeSentTwiceIsNot(string rpc)
    {
        var service = await ConnectAsync();
        PushBack(1, "grpc-retry-pushback-ms", "1");

        var failure = await Failure.OfAsync(WireCall.Named(rpc).MakeAsync(service, Call));

        Assert.Equal(BillingError.RateLimited, failure.Error);
        Assert.Equal(1, Faults.Count(rpc));
    }

    [Fact]
    public async Task TheSessionsEndEndsTheWait()
    {
        var service = await ConnectAsync(timeout: TimeSpan.FromMinutes(1));
        PushBack(1, "retry-after", "20");
        var waiting = service.ListOrganizationsAsync(Reported);
        await _reported.Task;

        service.Dispose();

        Assert.Equal(BillingError.SessionClosed, (await Failure.OfAsync(waiting)).Error);
        Assert.Equal(1, Faults.Count("ListOrganizations"));
    }

    /// <summary>Refuses the next calls, and notes when these and all others come.</summary>
    private void PushBack(int refusals, string name, string value) => Faults.Before = _ =>
    {
        _sentAt.Enqueue(Clock.GetUtcNow());
        return Interlocked.Decrement(ref refusals) < 0
            ? Task.CompletedTask
            : throw new RpcException(new Status(StatusCode.ResourceExhausted, "slowly"), new Metadata { { name, value } });
    };

    private async Task<T> PassTimeUntilAsync<T>(Task<T> task)
    {
        while (!task.IsCompleted)
        {
            Clock.Advance(TimeSpan.FromMilliseconds(250));
            await Task.WhenAny(task, Task.Delay(5, TestContext.Current.CancellationToken));
        }
        return await task;
    }
}
