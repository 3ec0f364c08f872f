using System.Text.Json;
using Viam.Billing.Charging.Ledger;

namespace Viam.Billing.Tests.Commands.Charging;

/// <summary>Equivalent references are treated as one.</summary>
public sealed class ReferenceSpellingTests : ChargeTest
{
    private const string Composed = "caf\u00E9 1";

    public static TheoryData<string> Spellings =>
        [
            "cafe\u0301 1",
            "\u200Bcaf\u00E9 1",
            "\uFEFFcaf\u00E9 1",
            "caf\u00E9\u00A01",
            "caf\u00E9  1",
            "CAF\u00C9 1 ",
            "ca\u00ADf\u00E9 1",
            "cafe\u200D\u0301 1",
            "caf\u00E9\t1",
            "caf\u00E9 1\u200E",
            "caf\u00E9 1\uFE0F",
            "caf\u00E9 1\U000E0041",
        ];

    [Theory]
    [MemberData(nameof(Spellings))]
    public void OtherSpellingIsNotChargedAgain(string spelling)
    {
        var first = Charge(Composed);
        var second = Charge(spelling);
        var third = Charge(Composed);

        Assert.Equal((first.InvoiceId, first.InvoiceId), (second.InvoiceId, third.InvoiceId));
        Assert.Single(ServerCharges);
    }

    [Theory]
    [MemberData(nameof(Spellings))]
    public void ChargeOfAnOldLedgerIsFoundByAnySpelling(string spelling)
    {
        WriteOldLedger((spelling, "invoice-1"));

        Assert.Equal("invoice-1", Charge(Composed).InvoiceId);
        Assert.Empty(ServerCharges);
    }

    [Fact]
    public void OldLedgerWithTwoSpellingsIsReadAndChargesNeither()
    {
        WriteOldLedger((Composed, null), ("cafe\u0301 1", "invoice-2"));

        Assert.Equal("invoice-2", Charge(Composed).InvoiceId);
        Assert.Equal("invoice-2", Charge("\u200B" + Composed).InvoiceId);
        Assert.Equal(2, Get<ChargeLedgerEntry>("Get-ViamChargeLedger $ledger", ("ledger", Ledger)).Count);
        Assert.Empty(ServerCharges);
    }

    [Fact]
    public void OtherSpellingInOneBatchIsOneCharge()
    {
        var run = Run(
            $"$names | ForEach-Object {{ [pscustomobject]@{{ OrganizationId = '{Acme}'; Subtotal = 5; "
                + $"Reference = $_ }} }} | New-ViamCharge -LedgerPath $ledger -Confirm:$false",
            ("names", new[] { Composed, "cafe\u0301 1" }),
            ("ledger", Ledger)
        );

        Assert.Single(run.Warnings);
        Assert.Single(run.Output);
        Assert.Single(ServerCharges);
    }

    [Theory]
    [InlineData("\u200B")]
    [InlineData("\uFEFF \u00AD")]
    public void ReferenceThatCannotBeSeenIsNone(string reference)
    {
        var run = Run(
            $"New-ViamCharge {Acme} 5 -LedgerPath $ledger -Reference $reference -Confirm:$false",
            ("ledger", Ledger),
            ("reference", reference)
        );

        Assert.StartsWith("ReferenceRequired,", run.OnlyError.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Empty(ServerCharges);
    }

    [Theory]
    [InlineData("a", "\u00E1")]
    [InlineData("a 1", "a1")]
    [InlineData("a-1", "a_1")]
    public void ReferencesThatLookDifferentAreDifferent(string one, string other) =>
        Assert.False(ChargeReference.Comparer.Equals(one, other));

    [Fact]
    public void ReferenceIsStoredComposed()
    {
        Charge("\uFEFFcafe\u0301  1");

        Assert.Equal(
            Composed,
            Assert.Single(Get<ChargeLedgerEntry>("Get-ViamChargeLedger $ledger", ("ledger", Ledger))).Reference
        );
    }

    private Charge Charge(string reference) =>
        Assert.Single(
            Get<Charge>(
                $"New-ViamCharge {Acme} 5 -LedgerPath $ledger -Reference $reference -Confirm:$false",
                ("ledger", Ledger),
                ("reference", reference)
            )
        );

    /// <summary>Writes a charge ledger with several spellings, as an earlier version did.</summary>
    private void WriteOldLedger(params (string Reference, string? InvoiceId)[] charges)
    {
        using var file = File.Create(Ledger);
        var hash = "";
        foreach (var (reference, invoiceId) in charges)
        {
            Append(
                new
                {
                    v = 1,
                    at = DateTime.UtcNow,
                    @event = "Intent",
                    reference,
                    service = Server.Address.GetLeftPart(UriPartial.Authority),
                    organizationId = Acme,
                    subtotal = 5m,
                    tax = 0m,
                    noConfirmationEmail = false,
                    knownInvoiceIds = Array.Empty<string>(),
                }
            );
            Append(
                invoiceId is null
                    ? new
                    {
                        v = 1,
                        at = DateTime.UtcNow,
                        @event = "Refused",
                        reference,
                        message = "no",
                    }
                    : new
                    {
                        v = 1,
                        at = DateTime.UtcNow,
                        @event = "Charged",
                        reference,
                        invoiceId,
                        reconciled = false,
                    }
            );
        }

        void Append(object line)
        {
            file.Write(LedgerRecordFormat.Create(JsonSerializer.SerializeToUtf8Bytes(line), hash, out hash));
            file.Write("\n"u8);
        }
    }
}
