using Viam.Billing.Invoices;

namespace Viam.Billing.Tests.Core.Charging;

public sealed class PollingScheduleTests
{
    private static readonly TimeSpan s_hour = TimeSpan.FromHours(1);

    [Fact]
    public async Task WhatIsLeftOfTheTimeIsNoReasonToLookAgainAtOnce()
    {
        var polling = new PollingSchedule(TimeSpan.FromMilliseconds(40), s_hour, growth: 2, s_hour);
        var pause = polling.PauseAsync(TestContext.Current.CancellationToken);
        // A machine that stands still here has let the time run out, and there is no pause to look at.
        var isOver = pause.IsCompleted;
        await pause;

        Assert.True(isOver || polling.Elapsed > TimeSpan.FromMilliseconds(90), $"{polling.Elapsed}");
    }

    [Fact]
    public void NobodyPausesWhenTheTimeIsOver() =>
        Assert.True(new PollingSchedule(TimeSpan.Zero, s_hour, growth: 2, s_hour).PauseAsync(TestContext.Current.CancellationToken).IsCompletedSuccessfully);

    [Fact]
    public async Task IntervalsGrowUntilTheyAreTheLongest()
    {
        var polling = new PollingSchedule(s_hour, TimeSpan.FromMilliseconds(100), growth: 100, TimeSpan.FromMilliseconds(400));

        await polling.PauseAsync(TestContext.Current.CancellationToken);
        var first = polling.Elapsed;
        await polling.PauseAsync(TestContext.Current.CancellationToken);
        await polling.PauseAsync(TestContext.Current.CancellationToken);

        // A timer can be a little early.
        Assert.True(first > TimeSpan.FromMilliseconds(90));
        Assert.InRange(polling.Elapsed, TimeSpan.FromMilliseconds(880), TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task APauseIsStopped()
    {
        var polling = new PollingSchedule(s_hour, s_hour, growth: 2, s_hour);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => polling.PauseAsync(new CancellationToken(canceled: true)));
    }
}
