using Viam.Billing.Charging;
using Viam.Billing.Charging.Ledger;

namespace Viam.Billing.Core.Tests.Charging;

/// <summary>When a charge of an earlier run is sent again.</summary>
public sealed class ResendTests : ChargingTest
{
    /// <summary>
    /// If a list doesn't contain an invoice that the service has returned, the list is late and proves nothing about
    /// other invoices.
    /// </summary>
    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    public async Task InterruptedChargeIsSentAgainOnlyIfTheListIsNotLate(bool isListed, int sent)
    {
        WriteInterrupted();
        using var ledger = ChargeLedger.Open(LedgerPath);
        ledger.AddIntent("answered", s_charge, "https://here", []);
        ledger.AddCharged("answered", "invoice-of-answered", reconciled: false);
        if (isListed)
        {
            AddInvoice("invoice-of-answered");
        }

        var outcome = await ChargeRowAsync(ledger, resendAfter: TimeSpan.FromMilliseconds(50));

        Assert.Equal((sent, isListed), (_sent, outcome is ChargeOutcome.Charged));
    }

    [Theory]
    [InlineData(null, 1, "Intent, Unknown, Intent, Charged")]
    [InlineData("gone", 0, "Intent, Lost, Unknown")]
    public async Task OnlyInterruptedChargeIsSentAgainOnRequest(string? lost, int sent, string events)
    {
        WriteInterrupted(lost: lost);

        var outcome = await ChargeRowAsync(resendAfter: TimeSpan.Zero);

        Assert.Equal((sent, sent == 1), (_sent, outcome is ChargeOutcome.Charged));
        Assert.Equal(events, Events);
    }

    [Fact]
    public async Task RefusalOfLaterAttemptLeavesTheFirstOneUnknown()
    {
        WriteInterrupted();
        _answer = () => throw Error("no");

        var outcome = Assert.IsType<ChargeOutcome.Unknown>(await ChargeRowAsync(resendAfter: TimeSpan.Zero));

        Assert.Equal("This was the last attempt. An earlier attempt may have been processed.", outcome.Summary);
        Assert.Equal("no", outcome.Cause!.Message);
        Assert.NotNull(outcome.Since);
        Assert.Equal("Intent, Unknown, Intent, Refused", Events);
        // The invoice of another charge could also belong to the first attempt.
        _answer = () =>
        {
            AddInvoice("whose");
            throw Error("gone", isOutcomeUnknown: true);
        };
        Assert.IsType<ChargeOutcome.Unknown>(await ChargeNowAsync());
    }

    /// <summary>Between the search and the confirmation by the user.</summary>
    [Theory]
    [InlineData("its invoice", "Charged", "Intent, Unknown, Charged")]
    [InlineData("a late list", "Unknown", "Intent, Unknown")]
    public async Task ChargeIsNotSentAgainIfTheListChanged(string change, string expected, string events)
    {
        WriteInterrupted();
        using var ledger = ChargeLedger.Open(LedgerPath);
        var row = new BatchItem("a", s_charge);
        var batch = CreateBatch(ledger, CreateOptions(resendAfter: TimeSpan.Zero));
        await batch.PrepareAsync([row]);
        Assert.True(row is { IsReady: true, IsResend: true });
        switch (change)
        {
            case "its invoice":
                AddInvoice("late");
                break;
            default:
                _register.Of(s_charge.OrganizationId).Claim("another charge", "not listed yet");
                break;
        }

        await batch.SendAsync([row]);

        var outcome = await row.Outcome;
        Assert.Equal((0, expected), (_sent, outcome.GetType().Name));
        Assert.Equal(expected == "Charged", outcome is ChargeOutcome.Charged { Charge.Reconciled: true });
        ledger.Dispose();
        Assert.Equal(events, Events);
        Assert.Equal(
            expected == "Charged",
            (await File.ReadAllTextAsync(LedgerPath, _stop.Token)).Contains(
                "\"reconciled\":true",
                StringComparison.Ordinal
            )
        );
    }

    [Fact]
    public async Task ChargeIsNotSentAgainIfInvoicesCannotBeListedAnymore()
    {
        WriteInterrupted();
        using var ledger = ChargeLedger.Open(LedgerPath);
        var row = new BatchItem("a", s_charge);
        var batch = CreateBatch(ledger, CreateOptions(resendAfter: TimeSpan.Zero));
        await batch.PrepareAsync([row]);
        _onList = () => throw Error("no list");

        await batch.SendAsync([row]);

        Assert.Equal(
            "The invoices couldn't be listed: no list",
            Assert.IsType<ChargeOutcome.Unknown>(await row.Outcome).Summary
        );
        Assert.Equal(0, _sent);
    }

    /// <summary>It is certain that the attempts weren't processed, so a late list says nothing about them.</summary>
    [Fact]
    public async Task RefusedChargeIsSentAgainEvenIfTheListIsLate()
    {
        _answer = () => throw Error("no");
        await ChargeRowAsync();
        _register.Of(s_charge.OrganizationId).Claim("another charge", "not listed yet");
        _answer = () => Task.FromResult(AddInvoice("made"));

        Assert.IsType<ChargeOutcome.Charged>(await ChargeRowAsync());
    }
}
