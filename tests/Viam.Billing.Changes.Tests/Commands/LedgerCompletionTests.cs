using System.Management.Automation;
using Grpc.Core;
using Viam.Billing.Contract;
using Viam.Billing.Tests.Commands.Charging;
using Viam.Billing.Tests.Support.Servers;

namespace Viam.Billing.Tests.Commands;

/// <summary>Completion from the charge ledger of the command line. It needs no session.</summary>
public sealed class LedgerCompletionTests : ChargeTest
{
    private protected override void Prepare() => Connect();

    private void ChargeTwice()
    {
        Engine.Runspace.SessionStateProxy.SetVariable("ledger", Ledger);
        RunSuccessfully(
            "[pscustomobject]@{ Reference = 'oct acme'; OrganizationId = $acme; Subtotal = 5 } "
                + "| New-ViamCharge -LedgerPath $ledger -Confirm:$false",
            ("acme", Acme)
        );
        Server.Faults.Refuse("ChargeOrganization", StatusCode.Unavailable, "gone");
        Run(
            "[pscustomobject]@{ Reference = 'oct-cascade'; OrganizationId = $cascade; Subtotal = 7 } "
                + "| New-ViamCharge -LedgerPath $ledger -ReconcileTimeoutSec 0 -Confirm:$false",
            ("cascade", Cascade)
        );
        RunSuccessfully("Disconnect-ViamBilling");
    }

    [Fact]
    public void ReferencesOfTheLedgerAreListed()
    {
        ChargeTwice();

        Assert.Equal(
            [
                ("'oct acme'", $"5.00 USD to organization {Acme}"),
                ("oct-cascade", $"7.00 USD to organization {Cascade}"),
            ],
            Complete("New-ViamCharge -LedgerPath $ledger -Reference ")
        );
        Assert.Equal(["oct-cascade"], Complete("Resolve-ViamCharge $ledger ").Select(static offer => offer.Text));
        Assert.Equal(
            ["'oct acme'"],
            Complete($"New-ViamCharge -LedgerPath '{Ledger}' -Reference 'oct a").Select(static offer => offer.Text)
        );
    }

    [Theory]
    [InlineData("New-ViamCharge -Reference ")]
    [InlineData("New-ViamCharge -LedgerPath ./nope -Reference ")]
    [InlineData("New-ViamCharge -LedgerPath / -Reference ")]
    [InlineData("Resolve-ViamCharge -LedgerPath ./nope -Reference r -InvoiceId ")]
    public void NothingIsListedWithoutALedger(string typed)
    {
        Assert.Empty(Complete(typed));
        Assert.Empty(RunSuccessfully("$Error"));
        Assert.Empty(Directory.GetFileSystemEntries(Path.GetDirectoryName(Ledger)!));
    }

    [Fact]
    public void InvoicesOfTheChargedOrganizationAreListed()
    {
        ChargeTwice();
        Connect();
        var invoices = Get<Invoice>($"Get-ViamInvoice {Cascade}");

        Assert.Equal(
            invoices.Select(static invoice => invoice.InvoiceId).Order(),
            Complete("Resolve-ViamCharge -LedgerPath $ledger -Reference oct-cascade -InvoiceId ")
                .Select(static offer => offer.Text)
                .Order()
        );
        Assert.Empty(Complete("Resolve-ViamCharge -LedgerPath $ledger -Reference other -InvoiceId "));
    }

    private List<(string Text, string ToolTip)> Complete(string typed)
    {
        using var shell = PowerShell.Create(Engine.Runspace);
        return
        [
            .. CommandCompletion
                .CompleteInput(typed, typed.Length, null, shell)
                .CompletionMatches.Where(match =>
                    match.ResultType
                        is not (CompletionResultType.ProviderItem or CompletionResultType.ProviderContainer)
                )
                .Select(static match => (match.CompletionText, match.ToolTip)),
        ];
    }
}
