using System.Management.Automation;
using Grpc.Core;
using Viam.Billing.Charging;
using Viam.Billing.Sandbox;
using Viam.Billing.Service;
using Viam.Billing.Tests.Support;
using Viam.Billing.Tests.Wire;

namespace Viam.Billing.Tests.Charging;

/// <summary>What the cmdlet cannot be brought to from outside: a token that runs out at the wrong moment, a disk that fills up.</summary>
public sealed class ChargerTests : WireTest
{
    private static readonly ChargeRequest s_charge = new(SandboxOrganizations.Acme, 5m, 0.4m, null, null, NoConfirmationEmail: false);
    [Fact]
    public async Task StoppedWhileItWaitsForATokenItIsNotSent()
    {
        var service = await ConnectAsync();
        using var stop = new CancellationTokenSource();
        var charger = new Charger(service, TimeSpan.FromSeconds(60), new CallContext(stop.Token));
        Clock.Advance(TimeSpan.FromHours(2));
        var hanging = HangingCall.At(Server, "Authenticate");

        var charging = charger.ChargeAsync(s_charge, Search(service));
        await hanging.Begun;
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => charging.WaitAsync(TimeSpan.FromSeconds(3), TestContext.Current.CancellationToken));
        Assert.Equal(0, Faults.Count("ChargeOrganization"));
    }

    /// <summary>Its first line fits, the outcome does not.</summary>
    [Fact]
    public async Task AnOutcomeThatCannotBeWrittenIsToldAndFoundByTheNextRun()
    {
        using var folder = new TemporaryFolder();
        var service = await ConnectAsync();
        await using (var disk = new FullDisk(folder.PathOf("ledger")))
        using (var ledger = ChargeLedger.Hold(disk))
        {
            Faults.On("ChargeOrganization", _ =>
            {
                disk.BytesLeft = 10;
                return Task.CompletedTask;
            });

            var rows = await RunAsync(service, ledger, "a", "b");

            var results = await rows[0].Results;
            var charge = Assert.IsType<Charge>(results[0]);
            Assert.Equal(Assert.Single(World.Charges).InvoiceId, charge.InvoiceId);
            var error = Assert.IsType<ErrorRecord>(results[1]);
            Assert.Equal(("LedgerNotWritten", "a"), (error.FullyQualifiedErrorId, error.TargetObject));
            Assert.Contains($"It was charged, by the invoice {charge.InvoiceId}.", error.Exception.Message, StringComparison.Ordinal);
            error = Assert.IsType<ErrorRecord>(Assert.Single(await rows[1].Results));
            Assert.Equal(("LedgerNotWritten", "b"), (error.FullyQualifiedErrorId, error.TargetObject));
            Assert.Contains("It was not charged now.", error.Exception.Message, StringComparison.Ordinal);
        }

        using (var ledger = ChargeLedger.Open(folder.PathOf("ledger")))
        {
            Assert.True(ledger.Find("a")!.IsOpen);
            var rows = await RunAsync(service, ledger, "a", "b");
            Assert.Equal(
                World.Charges.Select(made => (made.InvoiceId, made.InvoiceId == World.Charges[0].InvoiceId)),
                (await Task.WhenAll(rows.Select(row => row.Results))).Select(results => (Charge)Assert.Single(results)).Select(charge => (charge.InvoiceId, charge.Reconciled)));
        }
        Assert.Equal(2, World.Charges.Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AnAnswerThatIsLostAsTheDiskFillsUpIsToldAsUnknown(bool isListingRefused)
    {
        using var folder = new TemporaryFolder();
        var service = await ConnectAsync();
        await using var disk = new FullDisk(folder.PathOf("ledger"));
        using var ledger = ChargeLedger.Hold(disk);
        Faults.Before = context =>
        {
            if (!context.IsOf("ChargeOrganization") && (disk.BytesLeft > 10 || !isListingRefused)) return Task.CompletedTask;
            disk.BytesLeft = 10;
            throw new RpcException(new Status(StatusCode.Internal, ""));
        };

        var rows = await RunAsync(service, ledger, "a", "b");

        var results = (await rows[0].Results).Cast<ErrorRecord>().ToArray();
        Assert.Equal([("ChargeOutcomeUnknown", "a"), ("LedgerNotWritten", "a")], results.Select(error => (error.FullyQualifiedErrorId, (string)error.TargetObject)));
        Assert.Equal("ChargeHeldBack", Assert.IsType<ErrorRecord>(Assert.Single(await rows[1].Results)).FullyQualifiedErrorId);
        Assert.Equal(1, Faults.Count("ChargeOrganization"));
    }

    [Fact]
    public async Task WithoutItsIntentOnDiskNothingIsSent()
    {
        using var folder = new TemporaryFolder();
        var service = await ConnectAsync();
        await using var disk = new FullDisk(folder.PathOf("ledger")) { BytesLeft = 10 };
        using var ledger = ChargeLedger.Hold(disk);

        var rows = await RunAsync(service, ledger, "a");

        Assert.Equal("LedgerNotWritten", Assert.IsType<ErrorRecord>(Assert.Single(await rows[0].Results)).FullyQualifiedErrorId);
        Assert.Equal(0, Faults.Count("ChargeOrganization"));
    }

    private static InvoiceSearch Search(IBillingService service) => new(service, s_charge, static _ => true, static _ => false);

    private static async Task<IReadOnlyList<ChargeRow>> RunAsync(IBillingService service, ChargeLedger ledger, params string[] references)
    {
        ChargeRow[] rows = [.. references.Select(reference => new ChargeRow(reference, s_charge))];
        var options = new ChargeBatchOptions("http://here", TimeSpan.Zero, TimeSpan.Zero, ThrottleLimit: 8);
        await new ChargeBatch(service, ledger, options, Call).RunAsync(rows);
        return rows;
    }
}
