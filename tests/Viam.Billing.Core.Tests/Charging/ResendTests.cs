using Viam.Billing.Charging;
using Viam.Billing.Charging.Ledger;
using Viam.Billing.Services;

namespace Viam.Billing.Core.Tests.Charging;

/// <summary>Which lists of invoices allow an interrupted charge to be sent again.</summary>
public sealed class ResendTests : IDisposable
{
    private static readonly ChargeRequest s_charge = new(UnreliableService.Organization, 10m, 0m, null, null, false);
    private readonly TemporaryFolder _folder = new();
    private readonly List<Invoice> _invoices = [Invoice("old", DateTime.UtcNow.AddDays(-40))];
    private int _sent;

    public void Dispose() => _folder.Dispose();

    /// <summary>
    /// If a list doesn't contain an invoice that the service has returned, the list is late and proves nothing about
    /// other invoices.
    /// </summary>
    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    public async Task InterruptedChargeIsSentAgainOnlyIfTheListIsNotLate(bool isListed, int sent)
    {
        var file = _folder.GetPath("charges.ledger");
        using var ledger = ChargeLedger.Open(file);
        ledger.AddIntent("interrupted", s_charge, "https://here", ["old"]);
        ledger.AddIntent("answered", s_charge, "https://here", []);
        ledger.AddCharged("answered", "invoice-of-answered", reconciled: false);
        if (isListed)
        {
            _invoices.Add(Invoice("invoice-of-answered", DateTime.UtcNow));
        }
        var row = new BatchItem("interrupted", s_charge);
        var register = new ChargeRegister();
        register.Load(ledger, file);
        var options = new ChargeBatchOptions(
            file,
            "https://here",
            TimeSpan.Zero,
            TimeSpan.Zero,
            TimeSpan.FromMilliseconds(50),
            ThrottleLimit: 1
        );
        var batch = new ChargeBatch(
            new FakeBillingService { Charge = ChargeAsync, List = _ => [.. _invoices] },
            register,
            ledger,
            options,
            new CallContext(TestContext.Current.CancellationToken)
        );

        await batch.PrepareAsync([row]);
        await batch.SendAsync([row]);

        Assert.Equal(sent, _sent);
        Assert.Equal(isListed, await row.Outcome is ChargeOutcome.Charged);
    }

    private Task<string> ChargeAsync(ChargeRequest charge, CallContext call)
    {
        _sent++;
        return Task.FromResult("new");
    }

    private static Invoice Invoice(string id, DateTime date) =>
        new()
        {
            OrganizationId = UnreliableService.Organization,
            InvoiceId = id,
            InvoiceDate = date,
            Amount = 10m,
        };
}
