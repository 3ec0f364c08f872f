using Viam.Billing.Charging.Ledger;
using Viam.Billing.Services;

namespace Viam.Billing.Core.Tests.Charging;

/// <summary>Tests of a charge ledger in a temporary folder.</summary>
public abstract class LedgerTest : IDisposable
{
    private protected const string Service = "https://app.viam.com";

    private protected static readonly ChargeRequest s_charge = new(
        "6f1c2a9e-4b7d-4c58-9a31-0d5e8b7f2c10",
        10.00m,
        0.5m,
        "Réparation",
        null,
        NoConfirmationEmail: true
    );

    private protected readonly TemporaryFolder _folder = new();

    protected string Ledger => _folder.GetPath("charges.ledger");

    public void Dispose()
    {
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    protected void WriteSampleLedger()
    {
        using var ledger = ChargeLedger.Open(Ledger);
        foreach (var reference in new[] { "a", "b", "c", "d" })
        {
            ledger.AddIntent(reference, s_charge, Service, ["old-1", "old-2"]);
        }

        ledger.AddCharged("a", "invoice-a", reconciled: true);
        ledger.AddRefused("b", "no");
        ledger.AddLost("c", "gone");
    }
}
