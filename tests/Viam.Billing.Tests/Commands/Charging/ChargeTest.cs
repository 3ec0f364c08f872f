using System.Management.Automation;
using Viam.Billing.Contract;
using Viam.Billing.Files;
using Viam.Billing.Sandbox.SeedData;
using Viam.Billing.Sandbox.State;
using Viam.Billing.Tests.Support;
using Viam.Billing.Tests.Support.Engine;
using Viam.Billing.Tests.Support.Servers;

namespace Viam.Billing.Tests.Commands.Charging;

/// <summary>A test of charges by cmdlet, with a session at its server and a folder of its own.</summary>
public abstract class ChargeTest : CmdletTest
{
    private protected const string Acme = SandboxOrganizations.Acme;
    private protected const string Bluewater = SandboxOrganizations.Bluewater;
    private protected const string Cascade = SandboxOrganizations.Cascade;

    private protected TemporaryFolder Folder { get; } = new();

    private protected string Ledger => Folder.PathOf("charges.ledger");

    private protected int Charges => Sent("ChargeOrganization");

    /// <summary>The charges that the server has made.</summary>
    private protected IReadOnlyList<SandboxCharge> Made => Server.World.Charges;

    private protected override void Prepare() => Connect();

    private protected override void CleanUp() => Folder.Dispose();

    private protected static Charge OnlyCharge(PowerShellRun run) => Assert.IsType<Charge>(Assert.Single(run.Output).BaseObject);

    /// <summary>Changes what the server lists of an organization's invoices.</summary>
    private protected void OnListing(Action<GetInvoicesSummaryResponse> change) => Server.Faults.Rewrite = response =>
    {
        if (response is GetInvoicesSummaryResponse summary) change(summary);
        return response;
    };

    /// <summary>Leaves out of a listing what the server has charged, as if it were not that far yet.</summary>
    private protected void HideCharges(GetInvoicesSummaryResponse summary)
    {
        var made = Made.Select(charge => charge.InvoiceId).ToHashSet();
        foreach (var invoice in summary.Invoices.Where(invoice => made.Contains(invoice.Id)).ToArray()) summary.Invoices.Remove(invoice);
    }

    private protected static void AssertNothingWasCharged(ErrorRecord error) =>
        Assert.StartsWith("Nothing was charged. ", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
}
