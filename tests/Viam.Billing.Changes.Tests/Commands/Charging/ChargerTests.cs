using Grpc.Core;
using Viam.Billing.Charging;
using Viam.Billing.Charging.Ledger;
using Viam.Billing.Sandbox.SeedData;
using Viam.Billing.Services;
using Viam.Billing.Tests.Grpc;
using Viam.Billing.Tests.Support;
using Viam.Billing.Tests.Support.Servers;

namespace Viam.Billing.Tests.Commands.Charging;

/// <summary>Cases that can't be reproduced with the cmdlet: token expiration during a charge, a full disk.</summary>
public sealed class ChargerTests : GrpcTest
{
    private static readonly ChargeRequest s_charge = new(
        SandboxOrganizations.Acme,
        5m,
        0.4m,
        null,
        null,
        NoConfirmationEmail: false
    );

    /// <summary>Invoices use the server's clock, and charges use the local clock.</summary>
    public ChargerTests() => Clock.SetUtcNow(TimeProvider.System.GetUtcNow());

    [Fact]
    public async Task ChargeStoppedWhileWaitingForTokenIsNotSent()
    {
        var service = await ConnectAsync();
        using var stop = new CancellationTokenSource();
        var register = new ChargeRegister();
        var charger = new Charger(service, register, TimeSpan.FromSeconds(60), new CallContext(stop.Token));
        var hanging = HangingRequest.At(Server, "Authenticate");
        // The token is valid for listing invoices but has expired for the charge.
        Faults.After = context =>
        {
            if (context.IsOf("GetInvoicesSummary"))
            {
                Clock.Advance(TimeSpan.FromHours(2));
            }
            return Task.CompletedTask;
        };

        var charging = charger.ChargeAsync(new MemoryChargeRecord(s_charge, register));
        await hanging.Started;
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            charging.WaitAsync(TimeSpan.FromSeconds(3), TestContext.Current.CancellationToken)
        );
        Assert.Equal(0, Faults.Count("ChargeOrganization"));
    }

    /// <summary>The intent fits on the disk, the outcome doesn't.</summary>
    [Fact]
    public async Task OutcomeThatCannotBeWrittenIsReportedAndReconciledByNextRun()
    {
        using var folder = new TemporaryFolder();
        var service = await ConnectAsync();
        await using (var disk = new LimitedFileStream(folder.GetPath("ledger")))
        using (var ledger = ChargeLedger.Hold(disk))
        {
            Faults.On(
                "ChargeOrganization",
                _ =>
                {
                    disk.BytesLeft = 10;
                    return Task.CompletedTask;
                }
            );

            var rows = await RunAsync(service, ledger, "a", "b");

            var charged = Assert.IsType<ChargeOutcome.Charged>(await rows[0].Outcome);
            Assert.Equal(Assert.Single(State.Charges).InvoiceId, charged.Charge.InvoiceId);
            Assert.NotNull(charged.NotWritten);
            Assert.NotNull(Assert.IsType<ChargeOutcome.LedgerFailed>(await rows[1].Outcome).NotWritten);
        }

        using (var ledger = ChargeLedger.Open(folder.GetPath("ledger")))
        {
            Assert.True(ledger.Find("a")!.IsOpen);
            var rows = await RunAsync(service, ledger, "a", "b");
            Assert.Equal(
                State.Charges.Select(made => (made.InvoiceId, made.InvoiceId == State.Charges[0].InvoiceId)),
                (await Task.WhenAll(rows.Select(row => row.Outcome)))
                    .Select(outcome => Assert.IsType<ChargeOutcome.Charged>(outcome).Charge)
                    .Select(charge => (charge.InvoiceId, charge.Reconciled))
            );
        }
        Assert.Equal(2, State.Charges.Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task LostResponseOnLimitedFileStreamIsReportedAsUnknownOutcome(bool isListingRefused)
    {
        using var folder = new TemporaryFolder();
        var service = await ConnectAsync();
        await using var disk = new LimitedFileStream(folder.GetPath("ledger"));
        using var ledger = ChargeLedger.Hold(disk);
        Faults.Before = context =>
        {
            if (!context.IsOf("ChargeOrganization") && (disk.BytesLeft > 10 || !isListingRefused))
            {
                return Task.CompletedTask;
            }

            disk.BytesLeft = 10;
            throw new RpcException(new Status(StatusCode.Internal, ""));
        };

        var rows = await RunAsync(service, ledger, "a", "b");

        Assert.NotNull(Assert.IsType<ChargeOutcome.Unknown>(await rows[0].Outcome).NotWritten);
        Assert.Equal(new ChargeOutcome.HeldBack("a"), await rows[1].Outcome);
        Assert.Equal(1, Faults.Count("ChargeOrganization"));
    }

    [Fact]
    public async Task ChargeIsNotSentWhenIntentCannotBeWritten()
    {
        using var folder = new TemporaryFolder();
        var service = await ConnectAsync();
        await using var disk = new LimitedFileStream(folder.GetPath("ledger")) { BytesLeft = 10 };
        using var ledger = ChargeLedger.Hold(disk);

        var rows = await RunAsync(service, ledger, "a");

        Assert.NotNull(Assert.IsType<ChargeOutcome.LedgerFailed>(await rows[0].Outcome).NotWritten);
        Assert.Equal(0, Faults.Count("ChargeOrganization"));
    }

    private static async Task<IReadOnlyList<BatchItem>> RunAsync(
        IBillingService service,
        ChargeLedger ledger,
        params string[] references
    )
    {
        BatchItem[] rows = [.. references.Select(reference => new BatchItem(reference, s_charge))];
        var options = new ChargeBatchOptions(
            "ledger",
            "http://here",
            TimeSpan.Zero,
            TimeSpan.Zero,
            ResendAfter: null,
            ThrottleLimit: 8
        );
        var register = new ChargeRegister();
        register.Load(ledger, "ledger");
        var batch = new ChargeBatch(service, register, ledger, options, Call);
        await batch.PrepareAsync(rows);
        await batch.SendAsync(rows);
        return rows;
    }
}
