using System.Management.Automation;
using Viam.Billing.Tests.Support;

namespace Viam.Billing.Tests.Commands.Charging;

/// <summary>Charges through a proxy that reports requests as not processed, correctly or incorrectly.</summary>
public sealed class FaultyFrontTests : ChargeTest
{
    private const string Batch = "$rows | New-ViamCharge -LedgerPath $ledger -ReconcileTimeoutSec 0 -Confirm:$false";

    [Fact]
    public async Task ThreeHundredChargesThroughAFrontThatRecyclesItsConnectionsAreMadeOnce()
    {
        const int Count = 300;
        var refused = 0;
        await using var front = new FaultyFront(Server)
        {
            Decide = request =>
            {
                if (request.NumberOnConnection <= 50)
                {
                    return FrontFault.None;
                }
                Interlocked.Add(ref refused, request.Method == "ChargeOrganization" ? 1 : 0);
                return FrontFault.GoAway;
            },
        };
        Connect(address: front.Address);

        var run = Run(Batch, ("rows", Rows(Count)), ("ledger", Ledger));

        Assert.Empty(run.Errors);
        Assert.Equal(Count, run.Output.Count);
        Assert.Equal(Count, ServerCharges.Count);
        Assert.Equal(
            ServerCharges.Select(charge => charge.InvoiceId).Order(),
            run.Of<Charge>().Select(charge => charge.InvoiceId).Order()
        );
        Assert.Equal(
            Enumerable.Range(1, Count).Select(cents => cents / 100m),
            ServerCharges.Select(charge => charge.Subtotal).Order()
        );
        Assert.True(refused > 0, "No charge met the end of a connection.");
    }

    [Theory]
    [InlineData(FrontFaultOfTheory.GoAway)]
    [InlineData(FrontFaultOfTheory.RefuseStream)]
    public async Task ChargeWithoutALedgerThatWasNotProcessedIsMadeOnce(FrontFaultOfTheory fault)
    {
        var charges = 0;
        await using var front = new FaultyFront(Server)
        {
            Decide = request =>
                request.Method == "ChargeOrganization" && Interlocked.Increment(ref charges) == 1
                    ? (FrontFault)fault
                    : FrontFault.None,
        };
        Connect(address: front.Address);

        var charge = Assert.Single(Get<Charge>($"New-ViamCharge {Acme} 5 -Confirm:$false"));

        Assert.Equal(Assert.Single(ServerCharges).InvoiceId, charge.InvoiceId);
    }

    /// <summary>This violates RFC 9113, section 8.7.</summary>
    [Fact]
    public async Task FrontThatForwardsAndDeniesItNeverCausesTwoCharges()
    {
        await using var front = new FaultyFront(Server)
        {
            Decide = static request =>
                request.Method == "ChargeOrganization" ? FrontFault.ForwardThenGoAway : FrontFault.None,
        };
        Connect(address: front.Address);
        var rows = Rows(Owned.Length);

        foreach (var _ in Enumerable.Range(0, 2))
        {
            var run = Run(Batch, ("rows", rows), ("ledger", Ledger));

            Assert.Equal(rows.Length, ServerCharges.Count);
            Assert.All(
                run.Errors,
                error =>
                    Assert.StartsWith("ChargeOutcomeUnknown,", error.FullyQualifiedErrorId, StringComparison.Ordinal)
            );
            Assert.Equal(rows.Length, run.Errors.Count + run.Output.Count);
        }
        Assert.Equal(rows.Length, ServerCharges.Select(charge => charge.OrganizationId).Distinct().Count());
    }

    [Fact]
    public async Task FrontThatForwardsAndDeniesItNeverCausesTwoChargesWithoutALedger()
    {
        await using var front = new FaultyFront(Server)
        {
            Decide = static request =>
                request.Method == "ChargeOrganization" ? FrontFault.ForwardThenGoAway : FrontFault.None,
        };
        Connect(address: front.Address);

        var run = Run($"New-ViamCharge {Acme} 5 -ReconcileTimeoutSec 0 -Confirm:$false");

        Assert.Single(ServerCharges);
        Assert.All(
            run.Errors,
            error => Assert.StartsWith("ChargeOutcomeUnknown,", error.FullyQualifiedErrorId, StringComparison.Ordinal)
        );
    }

    /// <summary>Creates charges with different amounts, over all organizations.</summary>
    private static PSObject[] Rows(int count) =>
        [
            .. Enumerable
                .Range(1, count)
                .Select(number =>
                {
                    var row = new PSObject();
                    row.Properties.Add(new PSNoteProperty("OrganizationId", Owned[number % Owned.Length]));
                    row.Properties.Add(new PSNoteProperty("Subtotal", number / 100m));
                    row.Properties.Add(new PSNoteProperty("Reference", $"row-{number}"));
                    return row;
                }),
        ];

    /// <summary>The same as <see cref="FrontFault"/>, for a public method.</summary>
    public enum FrontFaultOfTheory
    {
        GoAway = FrontFault.GoAway,
        RefuseStream = FrontFault.RefuseStream,
    }
}
