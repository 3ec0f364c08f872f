using Viam.Billing.Charging;
using Viam.Billing.Charging.Ledger;
using Viam.Billing.Services;

namespace Viam.Billing.Core.Tests.Charging;

/// <summary>
/// Charges that HTTP/2 reports as not processed. They are sent again a limited number of times, unless an invoice could
/// belong to them.
/// </summary>
public sealed class UnprocessedChargeTests : IDisposable
{
    private static readonly ChargeRequest s_charge = new(
        UnreliableService.Organization,
        10m,
        0m,
        null,
        null,
        NoConfirmationEmail: false
    );
    private readonly TemporaryFolder _folder = new();
    private readonly List<Invoice> _invoices = [Invoice("old", DateTime.UtcNow.AddDays(-40))];
    private readonly ChargeRegister _register = new();
    private int _sent;

    /// <summary>The number of requests reported as not processed before one is processed.</summary>
    private int _unprocessed;

    /// <summary>Called for each request.</summary>
    private Action _onSend = static () => { };

    private string LedgerPath => _folder.GetPath("charges.ledger");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false, 1)]
    [InlineData(false, 2)]
    [InlineData(true, 1)]
    [InlineData(true, 2)]
    public async Task UnprocessedChargeIsSentAgainUpToTwice(bool hasLedger, int unprocessed)
    {
        _unprocessed = unprocessed;

        var charged = Assert.IsType<ChargeOutcome.Charged>(await ChargeAsync(hasLedger));

        Assert.Equal(
            (unprocessed + 1, $"invoice-{unprocessed + 1}", false),
            (_sent, charged.Charge.InvoiceId, charged.Charge.Reconciled)
        );
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ChargeNotProcessedThreeTimesIsUnknown(bool hasLedger)
    {
        _unprocessed = 99;

        Assert.IsType<ChargeOutcome.Unknown>(await ChargeAsync(hasLedger));

        Assert.Equal(3, _sent);
        if (hasLedger)
        {
            Assert.IsType<ChargeOutcome.Unknown>(await ChargeAsync(hasLedger: true));
            Assert.Equal(3, _sent);
        }
    }

    [Theory]
    [InlineData(false, "new")]
    [InlineData(false, "missing")]
    [InlineData(false, "undated")]
    [InlineData(false, "other amount")]
    [InlineData(true, "new")]
    [InlineData(true, "missing")]
    [InlineData(true, "undated")]
    [InlineData(true, "other amount")]
    public async Task UnprocessedChargeIsNotSentAgainWhenInvoiceListChanged(bool hasLedger, string list)
    {
        _unprocessed = 1;
        _onSend = () =>
        {
            if (list == "missing")
            {
                _invoices.Clear();
            }
            else
            {
                _invoices.Add(
                    Invoice("appeared", list == "undated" ? null : DateTime.UtcNow, list == "other amount" ? 11m : 10m)
                );
            }
        };

        Assert.IsType<ChargeOutcome.Unknown>(await ChargeAsync(hasLedger));
        Assert.Equal(1, _sent);
        if (hasLedger)
        {
            // A new invoice that was listed once still counts if it is missing from a later list.
            _invoices.Clear();
            _invoices.Add(Invoice("old", DateTime.UtcNow.AddDays(-40)));
            _onSend = static () => { };
            Assert.Equal(list == "missing", await ChargeAsync(hasLedger: true) is ChargeOutcome.Charged);
        }
    }

    [Fact]
    public async Task UnprocessedChargeIsNotSentAgainWhenInvoicesCannotBeListed()
    {
        _unprocessed = 1;
        _onSend = () => _invoices.Add(null!);

        Assert.IsType<ChargeOutcome.Unknown>(await ChargeAsync(hasLedger: false));

        Assert.Equal(1, _sent);
    }

    [Fact]
    public async Task NotProcessedEventIsWrittenBeforeChargeIsSentAgain()
    {
        var states = new List<LedgerEventKind?>();
        _unprocessed = 1;
        using (var ledger = ChargeLedger.Open(LedgerPath))
        {
            _onSend = () => states.Add(ledger.Find("a")?.State);
            await RunAsync(ledger);
        }

        Assert.Equal([LedgerEventKind.Intent, LedgerEventKind.Intent], states);
        Assert.Equal(
            ["Intent", "NotProcessed", "Intent", "Charged"],
            (await File.ReadAllLinesAsync(LedgerPath, TestContext.Current.CancellationToken)).Select(line =>
                line.Split("\"event\":\"")[1].Split('"')[0]
            )
        );
    }

    [Fact]
    public async Task UnprocessedChargeIsNotSentAgainWhenLedgerCannotBeWritten()
    {
        _unprocessed = 1;
        await using var file = new KillableFileStream(LedgerPath);
        using var ledger = ChargeLedger.Hold(file);
        _onSend = () => file.IsKilled = true;

        var outcome = await RunAsync(ledger);

        Assert.NotNull(Assert.IsType<ChargeOutcome.Unknown>(outcome).NotWritten);
        Assert.Equal(1, _sent);
    }

    private async Task<ChargeOutcome> ChargeAsync(bool hasLedger)
    {
        if (!hasLedger)
        {
            var charger = new Charger(
                CreateService(),
                _register,
                TimeSpan.Zero,
                new CallContext(TestContext.Current.CancellationToken)
            );
            return await charger.ChargeAsync(new MemoryChargeRecord(s_charge, _register));
        }
        using var ledger = ChargeLedger.Open(LedgerPath);
        return await RunAsync(ledger);
    }

    private async Task<ChargeOutcome> RunAsync(ChargeLedger ledger)
    {
        var options = new ChargeBatchOptions(
            LedgerPath,
            "https://here",
            TimeSpan.Zero,
            TimeSpan.Zero,
            ResendAfter: null,
            ThrottleLimit: 1
        );
        var row = new BatchItem("a", s_charge);
        var register = new ChargeRegister();
        register.Load(ledger, LedgerPath);
        var batch = new ChargeBatch(
            CreateService(),
            register,
            ledger,
            options,
            new CallContext(TestContext.Current.CancellationToken)
        );
        await batch.PrepareAsync([row]);
        await batch.SendAsync([row]);
        return await row.Outcome;
    }

    private FakeBillingService CreateService() =>
        new()
        {
            Charge = (_, _) =>
            {
                _sent++;
                _onSend();
                if (_unprocessed-- > 0)
                {
                    throw new BillingException(
                        BillingError.ServiceUnavailable,
                        "The server did not process the request."
                    )
                    {
                        IsOutcomeUnknown = true,
                        WasNotProcessed = true,
                    };
                }
                _invoices.Add(Invoice($"invoice-{_sent}", DateTime.UtcNow));
                return Task.FromResult($"invoice-{_sent}");
            },
            List = _ =>
                _invoices.Contains(null!)
                    ? throw new BillingException(BillingError.ServiceUnavailable, "no list")
                    : [.. _invoices],
        };

    private static Invoice Invoice(string id, DateTime? date, decimal amount = 10m) =>
        new()
        {
            OrganizationId = UnreliableService.Organization,
            InvoiceId = id,
            InvoiceDate = date,
            Amount = amount,
        };
}
