using Viam.Billing.Charging;
using Viam.Billing.Charging.Ledger;
using Viam.Billing.Services;

namespace Viam.Billing.Core.Tests.Charging;

/// <summary>How the rows of a batch are compared with the charge ledger and with each other.</summary>
public sealed class ChargeBatchBuilderTests : ChargingTest
{
    private static readonly ChargeRequest s_other = s_charge with { Subtotal = 11m };

    [Fact]
    public void LedgerIsCreatedOnlyToMakeChanges()
    {
        using (var reading = ChargeBatchBuilder.Open(LedgerPath, changesNothing: true))
        {
            Assert.Equal((false, null), (reading.WasTorn, reading.Service));
        }
        Assert.False(File.Exists(LedgerPath));

        using (ChargeBatchBuilder.Open(LedgerPath, changesNothing: false))
        {
            Assert.True(File.Exists(LedgerPath));
            Assert.Throws<IOException>(() => ChargeLedger.Open(LedgerPath));
        }
    }

    [Fact]
    public void LedgerIsNotLockedOrRepairedIfNothingIsChanged()
    {
        WriteInterrupted();
        File.AppendAllText(LedgerPath, "{\"v\":");
        var before = File.ReadAllText(LedgerPath);

        using var builder = ChargeBatchBuilder.Open(LedgerPath, changesNothing: true);

        Assert.Equal((true, "https://here"), (builder.WasTorn, builder.Service));
        Assert.Equal(before, File.ReadAllText(LedgerPath));
        Assert.NotNull(builder.Find("a"));
        using var open = ChargeBatchBuilder.Open(LedgerPath, changesNothing: false);
        Assert.True(open.WasTorn);
    }

    [Fact]
    public void ReferenceOfADifferentChargeIsRejected()
    {
        WriteInterrupted();
        using var builder = ChargeBatchBuilder.Open(LedgerPath, changesNothing: false);

        Assert.True(builder.TryRegister("A", s_charge));
        Assert.False(builder.TryRegister("a", s_other));
        Assert.True(builder.TryRegister("b", s_charge));
        Assert.True(builder.TryRegister("B", s_charge));
        Assert.False(builder.TryRegister("b", s_other));
        Assert.True(builder.TryRegister("c", s_other));
        Assert.Equal((true, true, false), (builder.IsRepeated("a"), builder.IsRepeated("C"), builder.IsRepeated("d")));
    }

    /// <summary>If a batch is only shown, references that it repeats are compared as well.</summary>
    [Fact]
    public void ReferenceOfADifferentChargeIsRejectedWithoutLedger()
    {
        using var builder = ChargeBatchBuilder.Open(LedgerPath, changesNothing: true);

        Assert.True(builder.TryRegister("a", s_charge));
        Assert.False(builder.TryRegister("a", s_other));
    }

    [Fact]
    public void RowHasTheSpellingOfTheLedger()
    {
        WriteInterrupted("2026-11 Acme");
        using var builder = ChargeBatchBuilder.Open(LedgerPath, changesNothing: false);

        builder.Add("2026-11 ACME", s_charge);
        builder.Add("New", s_charge);

        Assert.Equal(["2026-11 Acme", "New"], builder.Rows.Select(row => row.Reference));
    }

    [Fact]
    public async Task BatchKnowsTheChargesOfTheLedger()
    {
        WriteInterrupted();
        using var builder = ChargeBatchBuilder.Open(LedgerPath, changesNothing: false);
        builder.CreateBatch(CreateService(), _register, CreateOptions(), new CallContext(_stop.Token));
        _answer = () =>
        {
            AddInvoice("new");
            throw Error("gone", isOutcomeUnknown: true);
        };

        // The invoice could also belong to the interrupted charge.
        Assert.IsType<ChargeOutcome.Unknown>(await ChargeNowAsync());
    }
}
