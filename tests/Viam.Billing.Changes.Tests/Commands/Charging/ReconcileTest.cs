using System.Management.Automation;
using Viam.Billing.Charging.Ledger;
using Viam.Billing.Services;
using Viam.Billing.Tests.Support;
using Viam.Billing.Tests.Support.Engine;

namespace Viam.Billing.Tests.Commands.Charging;

/// <summary>Base class for tests of charges of a batch that are reconciled with invoices.</summary>
public abstract class ReconcileTest : ChargeTest
{
    private protected const string Batch =
        "$rows | New-ViamCharge -LedgerPath $ledger -Confirm:$false -ReconcileTimeoutSec 0 ";

    private protected string Service => Server.Address.GetLeftPart(UriPartial.Authority);

    private protected override void Prepare() => ConnectWithFastClock();

    /// <summary>Connects with a timeout for which lost charges are searched for half a second.</summary>
    private protected void ConnectWithFastClock() => Connect("-TimeoutSec 10").Clock = new FastClock(20);

    private protected static PSObject Row(string reference)
    {
        var row = new PSObject();
        row.Properties.Add(new PSNoteProperty("OrganizationId", Acme));
        row.Properties.Add(new PSNoteProperty("Subtotal", "10"));
        row.Properties.Add(new PSNoteProperty("Reference", reference));
        return row;
    }

    private protected PowerShellRun RunBatch(params PSObject[] rows) => Run(Batch, ("rows", rows), ("ledger", Ledger));

    private protected IReadOnlyList<ChargeLedgerEntry> Entries() =>
        Get<ChargeLedgerEntry>("Get-ViamChargeLedger $ledger", ("ledger", Ledger));

    /// <summary>Writes an intent without an outcome, as a crash leaves it.</summary>
    private protected void WriteIntent(string reference)
    {
        string[] listed = [.. Get<Invoice>($"Get-ViamInvoice {Acme}").Select(invoice => invoice.InvoiceId)];
        using var ledger = ChargeLedger.Open(Ledger);
        ledger.AddIntent(
            reference,
            new ChargeRequest(Acme, 10m, 0m, null, null, NoConfirmationEmail: false),
            Service,
            listed
        );
    }
}
