using Viam.Billing.Charging;
using Viam.Billing.Charging.Ledger;
using Viam.Billing.Services;

namespace Viam.Billing.Core.Tests.Charging;

/// <summary>The outcome of one charge, and the events that are written to the charge ledger.</summary>
public sealed class ChargeOutcomeTests : ChargingTest
{
    [Fact]
    public async Task AnsweredChargeIsRecordedWithItsInvoice()
    {
        var outcome = Assert.IsType<ChargeOutcome.Charged>(await ChargeRowAsync());

        Assert.Equal(
            ("invoice-1", false, "a"),
            (outcome.Charge.InvoiceId, outcome.Charge.Reconciled, outcome.Charge.Reference)
        );
        Assert.Null(outcome.NotWritten);
        Assert.Equal("Intent, Charged", Events);
        Assert.Contains(
            "\"reconciled\":false",
            await File.ReadAllTextAsync(LedgerPath, _stop.Token),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task RefusedChargeIsRecordedAndMayBeSentAgain()
    {
        _answer = () => throw Error("no");
        var outcome = Assert.IsType<ChargeOutcome.Refused>(await ChargeRowAsync());
        Assert.Equal("no", outcome.Error.Message);
        Assert.Equal("Intent, Refused", Events);

        _answer = () => Task.FromResult(AddInvoice("second"));

        Assert.IsType<ChargeOutcome.Charged>(await ChargeRowAsync());
    }

    [Fact]
    public async Task FoundInvoiceOfLostResponseIsRecordedAsReconciled()
    {
        _answer = () =>
        {
            AddInvoice("found");
            throw Error("gone", isOutcomeUnknown: true);
        };

        var outcome = Assert.IsType<ChargeOutcome.Charged>(await ChargeRowAsync());

        Assert.Equal(("found", true), (outcome.Charge.InvoiceId, outcome.Charge.Reconciled));
        Assert.Equal("Intent, Lost, Charged", Events);
        Assert.Contains(
            "\"reconciled\":true",
            await File.ReadAllTextAsync(LedgerPath, _stop.Token),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task UnknownOutcomeIsRecordedWithTheInvoicesThatWereSeen()
    {
        _answer = () =>
        {
            _invoices.Add(CreateInvoice("other", DateTime.UtcNow, amount: 11m));
            throw Error("gone", isOutcomeUnknown: true);
        };

        var outcome = Assert.IsType<ChargeOutcome.Unknown>(await ChargeRowAsync());

        Assert.Equal("gone", outcome.Cause!.Message);
        Assert.Equal("Intent, Lost, Unknown", Events);
        Assert.Contains(
            "\"seenInvoiceIds\":[\"other\"]",
            await File.ReadAllTextAsync(LedgerPath, _stop.Token),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task SearchThatCouldNotListInvoicesIsNotRecorded()
    {
        _answer = () =>
        {
            _onList = () => throw Error("no list");
            throw Error("gone", isOutcomeUnknown: true);
        };

        var outcome = Assert.IsType<ChargeOutcome.Unknown>(await ChargeRowAsync());

        Assert.Equal("The invoices couldn't be listed: no list", outcome.Summary);
        Assert.Equal("Intent, Lost", Events);
    }

    [Fact]
    public async Task ResponseWithoutInvoiceIdIsUnknown()
    {
        _answer = () => Task.FromResult("");

        var outcome = Assert.IsType<ChargeOutcome.Unknown>(await ChargeRowAsync());

        Assert.Equal("The service accepted the charge and returned no invoice ID.", outcome.Cause!.Message);
        Assert.Equal("Intent, Lost, Unknown", Events);
    }

    [Fact]
    public async Task ChargeIsNotSentIfInvoicesCannotBeListed()
    {
        _onList = () => throw Error("no list");

        Assert.Equal("no list", Assert.IsType<ChargeOutcome.NotSent>(await ChargeRowAsync()).Error.Message);

        Assert.Equal((0, ""), (_sent, Events));
    }

    [Fact]
    public async Task ChargeStoppedWhileInvoicesAreListedLeavesNoIntent()
    {
        _onList = _stop.Cancel;

        await Assert.ThrowsAsync<OperationCanceledException>(() => ChargeRowAsync());

        Assert.Equal((0, ""), (_sent, Events));
    }

    [Fact]
    public async Task ChargeStoppedAfterItsIntentIsNotSent()
    {
        await using var file = new CancelingFileStream(LedgerPath, _stop);
        using (var ledger = ChargeLedger.Hold(file))
        {
            await Assert.ThrowsAsync<OperationCanceledException>(() => ChargeRowAsync(ledger));
        }

        Assert.Equal((0, "Intent, NotSent"), (_sent, Events));
    }

    /// <summary>The request was sent, and the grace period for its response has ended.</summary>
    [Fact]
    public async Task ChargeStoppedAfterItWasSentIsUnknown()
    {
        _answer = () => throw new OperationCanceledException(new CancellationToken(canceled: true));

        var outcome = Assert.IsType<ChargeOutcome.Unknown>(await ChargeRowAsync());

        Assert.Equal(
            "The cmdlet was stopped, and no response arrived in the remaining time.",
            Assert.IsType<TimeoutException>(outcome.Cause).Message
        );
        Assert.Equal("Intent, Lost, Unknown", Events);
    }

    /// <summary>The next run searches for the invoice.</summary>
    [Fact]
    public async Task ChargeStoppedBeforeTheSearchForItsInvoiceIsUnknown()
    {
        _answer = () =>
        {
            _stop.Cancel();
            throw Error("gone", isOutcomeUnknown: true);
        };

        var outcome = Assert.IsType<ChargeOutcome.Unknown>(await ChargeRowAsync());

        Assert.Equal(("gone", "The invoice wasn't searched for."), (outcome.Cause!.Message, outcome.Summary));
        Assert.Equal("Intent, Lost", Events);
    }

    [Fact]
    public async Task ChargeIsNotSentIfItsIntentCannotBeWritten()
    {
        await using var file = new KillableFileStream(LedgerPath) { IsKilled = true };
        using var ledger = ChargeLedger.Hold(file);

        var outcome = Assert.IsType<ChargeOutcome.LedgerFailed>(await ChargeRowAsync(ledger));

        Assert.Equal(
            $"The charge ledger '{LedgerPath}' couldn't be written: The process is dead.",
            outcome.NotWritten!.Message
        );
        Assert.Equal(0, _sent);
    }

    [Fact]
    public async Task OutcomeIsReportedIfItCannotBeWritten()
    {
        await using var file = new KillableFileStream(LedgerPath);
        using var ledger = ChargeLedger.Hold(file);
        _answer = () =>
        {
            file.IsKilled = true;
            return Task.FromResult(AddInvoice("made"));
        };

        var outcome = Assert.IsType<ChargeOutcome.Charged>(await ChargeRowAsync(ledger));

        Assert.Equal(("made", true), (outcome.Charge.InvoiceId, outcome.NotWritten is not null));
    }

    /// <summary>Stops the charge when its intent is written.</summary>
    private sealed class CancelingFileStream(string path, CancellationTokenSource stop)
        : FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0)
    {
        public override void Write(ReadOnlySpan<byte> buffer)
        {
            base.Write(buffer);
            stop.Cancel();
        }
    }
}
