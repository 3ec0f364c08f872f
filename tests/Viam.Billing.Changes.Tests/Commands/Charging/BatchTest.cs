using System.Management.Automation;
using Viam.Billing.Charging.Ledger;
using Viam.Billing.Tests.Support.Engine;

namespace Viam.Billing.Tests.Commands.Charging;

/// <summary>Base class for tests of batches with a charge ledger.</summary>
public abstract class BatchTest : ChargeTest
{
    private protected const string Batch =
        "$rows | New-ViamCharge -LedgerPath $ledger -Confirm:$false -ReconcileTimeoutSec 0 ";

    private protected string Service => Server.Address.GetLeftPart(UriPartial.Authority);

    private protected override void Prepare() => Connect("-TimeoutSec 1");

    /// <summary>Creates an item as Import-Csv does.</summary>
    private protected static PSObject Row(
        string organization,
        string? reference,
        string subtotal = "10",
        string tax = "0",
        string? description = null
    )
    {
        var row = new PSObject();
        (string Name, string? Value)[] cells =
        [
            ("OrganizationId", organization),
            ("Subtotal", subtotal),
            ("Tax", tax),
            ("Description", description ?? ""),
            ("Reference", reference),
            ("Note", "x"),
        ];
        foreach (var (name, value) in cells)
        {
            row.Properties.Add(new PSNoteProperty(name, value));
        }

        return row;
    }

    private protected PowerShellRun RunBatch(params PSObject[] rows) => Run(Batch, ("rows", rows), ("ledger", Ledger));

    /// <summary>Runs a batch in which every item must be charged.</summary>
    private protected IReadOnlyList<Charge> Charge(params PSObject[] rows) =>
        Get<Charge>(Batch, ("rows", rows), ("ledger", Ledger));

    private protected IReadOnlyList<ChargeLedgerEntry> Entries() =>
        Get<ChargeLedgerEntry>("Get-ViamChargeLedger $ledger", ("ledger", Ledger));

    private protected string[] Listed(string organization) =>
        [.. Get<Invoice>($"Get-ViamInvoice {organization}").Select(invoice => invoice.InvoiceId)];

    /// <summary>Writes an intent without an outcome, as a crash leaves it.</summary>
    private protected void WriteIntent(string reference)
    {
        using var ledger = ChargeLedger.Open(Ledger);
        ledger.AddIntent(reference, new(Acme, 10m, 0m, null, null, NoConfirmationEmail: false), Service, Listed(Acme));
    }
}
