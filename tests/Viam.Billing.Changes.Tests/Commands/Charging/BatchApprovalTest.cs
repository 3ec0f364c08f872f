using System.Management.Automation;
using Viam.Billing.Tests.Support.Engine;

namespace Viam.Billing.Tests.Commands.Charging;

/// <summary>Base class for tests of what is asked and checked before a batch is charged.</summary>
public abstract class BatchApprovalTest : ChargeTest
{
    private protected const string Batch = "$rows | New-ViamCharge -LedgerPath $ledger -ReconcileTimeoutSec 0 ";

    private protected override void Prepare() => Connect("-TimeoutSec 2");

    private protected static PSObject Row(string organization, string reference, string subtotal = "10")
    {
        var row = new PSObject();
        row.Properties.Add(new PSNoteProperty("OrganizationId", organization));
        row.Properties.Add(new PSNoteProperty("Subtotal", subtotal));
        row.Properties.Add(new PSNoteProperty("Reference", reference));
        return row;
    }

    private protected PowerShellRun RunBatch(string arguments, params PSObject[] rows) =>
        Run(Batch + arguments, ("rows", rows), ("ledger", Ledger));
}
