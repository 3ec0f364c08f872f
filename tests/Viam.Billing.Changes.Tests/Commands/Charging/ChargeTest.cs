using System.Management.Automation;
using Viam.Billing.Contract;
using Viam.Billing.Files;
using Viam.Billing.Sandbox.SeedData;
using Viam.Billing.Sandbox.State;
using Viam.Billing.Tests.Support;
using Viam.Billing.Tests.Support.Engine;
using Viam.Billing.Tests.Support.Servers;

namespace Viam.Billing.Tests.Commands.Charging;

/// <summary>Base class for charge tests with cmdlets: a session with the test server, and a temporary folder.</summary>
public abstract class ChargeTest : CmdletTest
{
    private protected const string Acme = SandboxOrganizations.Acme;
    private protected const string Bluewater = SandboxOrganizations.Bluewater;
    private protected const string Cascade = SandboxOrganizations.Cascade;

    private protected TemporaryFolder Folder { get; } = new();

    private protected string Ledger => Folder.GetPath("charges.ledger");

    private protected int Charges => CountRequests("ChargeOrganization");

    /// <summary>The charges made by the server.</summary>
    private protected IReadOnlyList<SandboxCharge> ServerCharges => Server.State.Charges;

    private protected override void Prepare() => Connect();

    private protected override void CleanUp() => Folder.Dispose();

    private protected static Charge OnlyCharge(PowerShellRun run) =>
        Assert.IsType<Charge>(Assert.Single(run.Output).BaseObject);

    /// <summary>Changes the invoice list that the server returns.</summary>
    private protected void RewriteInvoiceList(Action<GetInvoicesSummaryResponse> change) =>
        Server.Faults.Rewrite = response =>
        {
            if (response is GetInvoicesSummaryResponse summary)
            {
                change(summary);
            }

            return response;
        };

    /// <summary>Removes the server's charges from an invoice list, as if they weren't listed yet.</summary>
    private protected void HideCharges(GetInvoicesSummaryResponse summary)
    {
        var made = ServerCharges.Select(charge => charge.InvoiceId).ToHashSet();
        foreach (var invoice in summary.Invoices.Where(invoice => made.Contains(invoice.Id)).ToArray())
        {
            summary.Invoices.Remove(invoice);
        }
    }

    private protected static void AssertNothingWasCharged(ErrorRecord error) =>
        Assert.StartsWith("Nothing was charged. ", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
}
