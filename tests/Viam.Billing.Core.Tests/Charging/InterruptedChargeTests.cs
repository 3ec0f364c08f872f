using System.Diagnostics;
using Viam.Billing.Charging;
using Viam.Billing.Charging.Ledger;

namespace Viam.Billing.Core.Tests.Charging;

/// <summary>Charges of an earlier run whose outcome isn't known.</summary>
public sealed class InterruptedChargeTests : ChargingTest
{
    private static readonly TimeSpan s_long = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task FoundInvoiceIsReturnedAndRecordedOnce()
    {
        WriteInterrupted();
        AddInvoice("found");

        var outcome = Assert.IsType<ChargeOutcome.Charged>(await ChargeRowAsync());
        Assert.Equal(("found", true), (outcome.Charge.InvoiceId, outcome.Charge.Reconciled));
        Assert.Null(outcome.NotWritten);
        Assert.Equal("Intent, Charged", Events);

        outcome = Assert.IsType<ChargeOutcome.Charged>(await ChargeRowAsync());
        Assert.Equal(("found", true), (outcome.Charge.InvoiceId, outcome.Charge.Reconciled));
        Assert.Equal((0, 1, "Intent, Charged"), (_sent, _listed, Events));
    }

    [Fact]
    public async Task UnknownOutcomeIsRecordedOnce()
    {
        WriteInterrupted();

        Assert.IsType<ChargeOutcome.Unknown>(await ChargeRowAsync());
        Assert.IsType<ChargeOutcome.Unknown>(await ChargeRowAsync());

        Assert.Equal((0, "Intent, Unknown"), (_sent, Events));
        Assert.DoesNotContain(
            "seenInvoiceIds",
            await File.ReadAllTextAsync(LedgerPath, _stop.Token),
            StringComparison.Ordinal
        );
    }

    /// <summary>Each new invoice is evidence, so it is recorded before it can disappear from the list.</summary>
    [Fact]
    public async Task OtherInvoiceThatAppearsLaterIsRecordedToo()
    {
        WriteInterrupted();
        _invoices.Add(CreateInvoice("first", DateTime.UtcNow, amount: 11m));
        Assert.IsType<ChargeOutcome.Unknown>(await ChargeRowAsync());
        _invoices.Add(CreateInvoice("second", DateTime.UtcNow, amount: 12m));

        Assert.IsType<ChargeOutcome.Unknown>(await ChargeRowAsync());

        Assert.Equal("Intent, Unknown, Unknown", Events);
    }

    [Fact]
    public async Task SearchThatCouldNotListInvoicesIsNotRecorded()
    {
        WriteInterrupted();
        _onList = () => throw Error("no list");

        var outcome = Assert.IsType<ChargeOutcome.Unknown>(await ChargeRowAsync());

        Assert.Equal("The invoices couldn't be listed: no list", outcome.Summary);
        Assert.Equal("Intent", Events);
    }

    [Fact]
    public async Task FoundInvoiceIsReturnedIfItCannotBeWritten()
    {
        WriteInterrupted();
        AddInvoice("found");
        await using var file = new KillableFileStream(LedgerPath);
        using var ledger = ChargeLedger.Hold(file);
        file.IsKilled = true;

        var outcome = Assert.IsType<ChargeOutcome.Charged>(await ChargeRowAsync(ledger));

        Assert.Equal("The process is dead.", outcome.NotWritten!.InnerException!.Message);
    }

    /// <summary>The response of the first charge may still arrive late, so it is searched for during a time.</summary>
    [Fact]
    public async Task InterruptedChargeIsSearchedForUntilItIsListed()
    {
        WriteInterrupted();
        _onList = () =>
        {
            if (_listed == 2)
            {
                AddInvoice("late");
            }
        };
        using var ledger = ChargeLedger.Open(LedgerPath);

        Assert.IsType<ChargeOutcome.Charged>(await ChargeRowAsync(ledger, recoveryTimeout: s_long));

        Assert.Equal(2, _listed);
    }

    [Fact]
    public async Task ChargeThatAnEarlierSearchDidNotFindIsSearchedForOnce()
    {
        WriteInterrupted();
        await ChargeRowAsync();
        _listed = 0;
        using var ledger = ChargeLedger.Open(LedgerPath);

        Assert.IsType<ChargeOutcome.Unknown>(await ChargeRowAsync(ledger, recoveryTimeout: s_long));

        Assert.Equal(1, _listed);
    }

    /// <summary>The search of one charge neither ends nor limits the search of the others.</summary>
    [Fact]
    public async Task EachChargeOfAnOrganizationIsSearchedForUntilItIsListed()
    {
        WriteInterrupted("searched before");
        await ChargeRowAsync("searched before");
        using var ledger = ChargeLedger.Open(LedgerPath);
        ledger.AddIntent("b", s_charge with { Subtotal = 20m }, "https://here", []);
        _listed = 0;
        var begun = Stopwatch.GetTimestamp();
        _onList = () =>
        {
            if (_listed == 2)
            {
                _invoices.Add(CreateInvoice("late", DateTime.UtcNow, amount: 20m));
            }
        };
        var row = new BatchItem("b", s_charge with { Subtotal = 20m });

        await CreateBatch(ledger, CreateOptions(recoveryTimeout: s_long)).PrepareAsync([row]);

        Assert.Equal("late", Assert.IsType<ChargeOutcome.Charged>(await row.Outcome).Charge.InvoiceId);
        Assert.Equal(2, _listed);
        // There was a pause between the lists.
        Assert.InRange(Stopwatch.GetElapsedTime(begun).TotalMilliseconds, 200, 60_000);
    }

    [Fact]
    public async Task UnknownOutcomeIsReportedIfItCannotBeWritten()
    {
        WriteInterrupted();
        await using var file = new KillableFileStream(LedgerPath);
        using var ledger = ChargeLedger.Hold(file);
        file.IsKilled = true;

        var outcome = Assert.IsType<ChargeOutcome.Unknown>(await ChargeRowAsync(ledger, resendAfter: TimeSpan.Zero));

        Assert.Equal("The process is dead.", outcome.NotWritten!.InnerException!.Message);
        Assert.Equal(0, _sent);
    }

    [Fact]
    public async Task OrganizationsBeyondTheLimitAreProcessedInTurn()
    {
        using var ledger = ChargeLedger.Open(LedgerPath);
        BatchItem[] rows =
        [
            .. Enumerable
                .Range(0, 5)
                .Select(i => new BatchItem($"{i}", s_charge with { OrganizationId = $"organization-{i}" })),
        ];
        var batch = CreateBatch(ledger, CreateOptions());

        await batch.PrepareAsync(rows).WaitAsync(s_long, TestContext.Current.CancellationToken);
        await batch.SendAsync(rows).WaitAsync(s_long, TestContext.Current.CancellationToken);

        foreach (var row in rows)
        {
            Assert.IsType<ChargeOutcome.Charged>(await row.Outcome);
        }
    }
}
