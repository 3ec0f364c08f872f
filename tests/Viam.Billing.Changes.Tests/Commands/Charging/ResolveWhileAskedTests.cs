using System.Management.Automation;
using Viam.Billing.Charging.Ledger;
using Viam.Billing.Services;
using Viam.Billing.Tests.Support.Engine;

namespace Viam.Billing.Tests.Commands.Charging;

/// <summary>A charge ledger that changes while Resolve-ViamCharge asks, because it isn't locked then.</summary>
public sealed class ResolveWhileAskedTests : ChargeTest
{
    private string Service => Server.Address.GetLeftPart(UriPartial.Authority);

    private protected override void Prepare() => Write(Acme, 10m);

    [Theory]
    [InlineData("-NotCharged")]
    [InlineData("-InvoiceId invoice-2")]
    public void DecisionAboutAnEarlierAttemptIsNotRecordedForALaterOne(string decision)
    {
        var run = ResolveWhile(
            decision,
            () =>
            {
                using var ledger = ChargeLedger.Open(Ledger);
                ledger.AddNotCharged("march", "another person");
                AddIntent(ledger, Acme, 10m);
                ledger.AddLost("march", "gone again");
            }
        );

        AssertError(run.OnlyError, "ChargeChanged", ErrorCategory.InvalidOperation, "march");
        Assert.Empty(run.Output);
        Assert.True(Entry.IsOpen);
    }

    [Fact]
    public void DecisionIsNotRecordedForAChargeOfAnotherOrganization()
    {
        var run = ResolveWhile(
            "-NotCharged",
            () =>
            {
                File.Delete(Ledger);
                Write(Bluewater, 20m);
            }
        );

        AssertError(run.OnlyError, "ChargeChanged", ErrorCategory.InvalidOperation, "march");
        Assert.True(Entry.IsOpen);
    }

    [Fact]
    public void OtherChargesMayChange()
    {
        var run = ResolveWhile(
            "-NotCharged",
            () =>
            {
                using var ledger = ChargeLedger.Open(Ledger);
                ledger.AddIntent(
                    "april",
                    new ChargeRequest(Cascade, 10m, 0m, null, null, NoConfirmationEmail: false),
                    Service,
                    []
                );
            }
        );

        Assert.Empty(run.Errors);
        Assert.False(Entry.IsOpen);
    }

    private LedgerEntry Entry
    {
        get
        {
            using var ledger = ChargeLedger.Read(Ledger);
            return ledger.Find("march")!;
        }
    }

    private PowerShellRun ResolveWhile(string decision, Action change)
    {
        var host = new FakePSHost { Choice = "Yes", Asked = change };
        using var engine = EngineCache.Take(host);
        var run = engine.Run($"Resolve-ViamCharge $ledger march {decision}", ("ledger", Ledger));
        Assert.Single(host.Prompts);
        return run;
    }

    private void Write(string organizationId, decimal amount)
    {
        using var ledger = ChargeLedger.Open(Ledger);
        AddIntent(ledger, organizationId, amount);
        ledger.AddLost("march", "gone");
    }

    private void AddIntent(ChargeLedger ledger, string organizationId, decimal amount) =>
        ledger.AddIntent(
            "march",
            new ChargeRequest(organizationId, amount, 0m, null, null, NoConfirmationEmail: false),
            Service,
            []
        );
}
