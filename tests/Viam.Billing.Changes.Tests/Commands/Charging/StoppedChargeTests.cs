using Grpc.Core;
using Viam.Billing.Tests.Support;
using Viam.Billing.Tests.Support.Engine;
using Viam.Billing.Tests.Support.Servers;

namespace Viam.Billing.Tests.Commands.Charging;

/// <summary>Charges that are stopped with Ctrl+C.</summary>
public sealed class StoppedChargeTests : LostResponseTest
{
    private static readonly TimeSpan s_second = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task ChargeStoppedBeforeSendingIsNotSent()
    {
        var hanging = HangingRequest.At(Server, "GetInvoicesSummary");
        using var running = new RunningScript(Engine, Charge + 60);
        await hanging.Started;

        Assert.InRange(running.Stop(), TimeSpan.Zero, s_second);

        Assert.Equal(0, Charges);
    }

    [Fact]
    public async Task StopAfterSendingWaitsForResponseAndShowsChargeInHost()
    {
        var host = new FakePSHost();
        using var engine = EngineCache.Take(host);
        var gate = new RequestGate();
        AfterCharge(gate.PassAsync);
        using var running = new RunningScript(engine, Charge + 60);
        await gate.Reached;

        var stopping = Task.Run(running.Stop, TestContext.Current.CancellationToken);
        await Task.Delay(300, TestContext.Current.CancellationToken);
        gate.Open();
        await stopping;

        Assert.Empty(running.Output);
        Assert.Equal([$"Charged: {Assert.Single(ServerCharges).InvoiceId} 5.40 USD"], host.WrittenLines);
    }

    /// <summary>A pipeline stops its commands one by one and accepts no output once stopping has started.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ResponseWhileUpstreamCommandIsStoppingIsShownInHost(bool isLost)
    {
        var host = new FakePSHost();
        using var engine = EngineCache.Take(host);
        var gate = new RequestGate();
        AfterCharge(async context =>
        {
            await gate.PassAsync(context);
            if (isLost)
            {
                await LoseResponse(context);
            }
        });
        if (isLost)
        {
            RewriteInvoiceList(HideCharges);
        }

        using var stopping = new SemaphoreSlim(0);
        using var mayStop = new SemaphoreSlim(0);
        using var running = new RunningScript(
            engine,
            $"Import-Module -Assembly $assembly; Write-Slowly {Acme} $stopping $mayStop "
                + "| New-ViamCharge -Subtotal 5 -Tax 0.4 -Confirm:$false -ReconcileTimeoutSec 0",
            ("assembly", typeof(WriteSlowlyCommand).Assembly),
            ("stopping", stopping),
            ("mayStop", mayStop)
        );
        await gate.Reached;

        var stop = Task.Run(running.Stop, TestContext.Current.CancellationToken);
        await stopping.WaitAsync(TestContext.Current.CancellationToken);
        gate.Open();
        for (var i = 0; i < 50 && host.WrittenLines.Count == 0; i++)
        {
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        mayStop.Release();
        await stop;

        var shown = Assert.Single(host.WrittenLines);
        if (isLost)
        {
            Assert.StartsWith(
                $"The charge of 5.40 USD to organization Acme Robotics ({Acme}) has an unknown outcome; "
                    + "it may have been processed.",
                shown,
                StringComparison.Ordinal
            );
        }
        else
        {
            Assert.Equal($"Charged: {Assert.Single(ServerCharges).InvoiceId} 5.40 USD", shown);
        }
    }

    [Fact]
    public async Task StopAfterSendingWaitsNoLongerThanGracePeriod()
    {
        var host = new FakePSHost();
        using var engine = EngineCache.Take(host);
        var hanging = new HangingRequest();
        AfterCharge(context => hanging.HangAsync(context.CancellationToken));
        using var running = new RunningScript(engine, Charge + 60);
        await hanging.Started;

        var took = running.Stop();

        Assert.InRange(took, TimeSpan.FromSeconds(4.5), TimeSpan.FromSeconds(15));
        await hanging.Cancelled;
        Assert.StartsWith(
            $"The charge of 5.40 USD to organization Acme Robotics ({Acme}) has an unknown outcome; "
                + "it may have been processed.",
            Assert.Single(host.WrittenLines),
            StringComparison.Ordinal
        );
        Assert.Equal(1, Charges);
    }

    [Fact]
    public async Task StopDuringReconciliationEndsImmediately()
    {
        Server.Faults.Refuse("ChargeOrganization", StatusCode.Unavailable);
        var looked = new TaskCompletionSource();
        RewriteInvoiceList(_ =>
        {
            if (Charges > 0)
            {
                looked.TrySetResult();
            }
        });
        using var running = new RunningScript(Engine, Charge + 600);
        await looked.Task.WaitAsync(Client.LongTimeout, TestContext.Current.CancellationToken);

        Assert.InRange(running.Stop(), TimeSpan.Zero, s_second);

        Assert.Equal(1, Charges);
    }
}
