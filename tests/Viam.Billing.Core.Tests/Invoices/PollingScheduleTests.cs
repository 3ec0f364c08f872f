using Viam.Billing.Invoices;

namespace Viam.Billing.Core.Tests.Invoices;

public sealed class PollingScheduleTests
{
    private static readonly TimeSpan s_hour = TimeSpan.FromHours(1);

    [Fact]
    public async Task PauseIsAtLeastMinimumIntervalWhenLittleTimeRemains()
    {
        var polling = new PollingSchedule(TimeSpan.FromMilliseconds(40), s_hour, growth: 2, s_hour);
        var pause = polling.PauseAsync(TestContext.Current.CancellationToken);
        // On a slow machine, the time may already be over, and there is no pause to check.
        var isOver = pause.IsCompleted;
        await pause;

        Assert.True(isOver || polling.Elapsed > TimeSpan.FromMilliseconds(90), $"{polling.Elapsed}");
    }

    [Fact]
    public void PauseCompletesImmediatelyWhenTimeIsOver() =>
        Assert.True(
            new PollingSchedule(TimeSpan.Zero, s_hour, growth: 2, s_hour)
                .PauseAsync(TestContext.Current.CancellationToken)
                .IsCompletedSuccessfully
        );

    [Fact]
    public async Task IntervalGrowsUpToMaximum()
    {
        var polling = new PollingSchedule(
            s_hour,
            TimeSpan.FromMilliseconds(100),
            growth: 100,
            TimeSpan.FromMilliseconds(400)
        );

        await polling.PauseAsync(TestContext.Current.CancellationToken);
        var first = polling.Elapsed;
        await polling.PauseAsync(TestContext.Current.CancellationToken);
        await polling.PauseAsync(TestContext.Current.CancellationToken);

        // A timer can fire slightly early.
        Assert.True(first > TimeSpan.FromMilliseconds(90));
        Assert.InRange(polling.Elapsed, TimeSpan.FromMilliseconds(880), TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task PauseCanBeCanceled()
    {
        var polling = new PollingSchedule(s_hour, s_hour, growth: 2, s_hour);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            polling.PauseAsync(new CancellationToken(canceled: true))
        );
    }
}
