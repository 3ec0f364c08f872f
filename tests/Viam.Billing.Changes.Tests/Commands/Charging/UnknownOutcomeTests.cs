using System.Management.Automation;
using Grpc.Core;
using Viam.Billing.Contract;
using Viam.Billing.Tests.Support.Servers;

namespace Viam.Billing.Tests.Commands.Charging;

/// <summary>Charges with a lost response and without exactly one matching invoice.</summary>
public sealed class UnknownOutcomeTests : LostResponseTest
{
    [Fact]
    public void OutcomeIsUnknownWhenNoInvoiceMatches()
    {
        Server.Faults.Refuse("ChargeOrganization", StatusCode.Unavailable, "away");

        var run = Run($"try {{ {Charge}1 | Out-Null }} catch {{ $_; 'terminated' }}");

        Assert.Equal("terminated", run.Output[1].BaseObject);
        AssertOutcomeUnknown(
            (ErrorRecord)run.Output[0].BaseObject,
            "Server message: away",
            "No new invoice of 5.40 USD is listed."
        );
        Assert.Empty(ServerCharges);
    }

    [Fact]
    public void OutcomeIsUnknownWhenInvoicesCannotBeListed()
    {
        AfterCharge(LoseResponse);
        Server.Faults.Before = context =>
            context.IsOf("GetInvoicesSummary") && Charges > 0
                ? throw new RpcException(new Status(StatusCode.Internal, "no list"))
                : Task.CompletedTask;

        AssertOutcomeUnknown(Run(Charge + 1).OnlyError, "The invoices couldn't be listed:", "Server message: no list");
    }

    [Fact]
    public void OutcomeIsUnknownWhenTwoInvoicesMatch()
    {
        AfterCharge(LoseResponse);
        RewriteInvoiceList(summary =>
        {
            if (Charges > 0)
            {
                summary.Invoices.Add(new InvoiceSummary { Id = "someone-elses", InvoiceAmount = 5.4 });
            }
        });

        AssertOutcomeUnknown(Run(Charge + 30).OnlyError, "2 new invoices of 5.40 USD are listed: ", "someone-elses");
    }

    [Fact]
    public void InvoiceWithoutIdDoesNotMatch()
    {
        AfterCharge(LoseResponse);
        RewriteInvoiceList(summary =>
        {
            HideCharges(summary);
            if (Charges > 0)
            {
                summary.Invoices.Add(new InvoiceSummary { InvoiceAmount = 5.4 });
            }
        });

        AssertOutcomeUnknown(Run(Charge + 1).OnlyError);
    }

    [Fact]
    public void EarlierInvoiceAndInvoiceOfOtherAmountDoNotMatch()
    {
        RunSuccessfully(Charge + 0);
        Server.Faults.Refuse("ChargeOrganization", StatusCode.Unavailable);
        RewriteInvoiceList(summary =>
        {
            if (Charges > 1)
            {
                summary.Invoices.Add(new InvoiceSummary { Id = "other", InvoiceAmount = 5.39 });
            }
        });

        Assert.Contains(
            "No new invoice of 5.40 USD is listed, but 1 with other amounts or dates.",
            Run(Charge + 1).OnlyError.Exception.Message,
            StringComparison.Ordinal
        );
    }

    /// <summary>The invoice of the first charge is listed only after the second charge has started.</summary>
    [Fact]
    public void InvoiceOfEarlierChargeDoesNotMatchLaterCharge()
    {
        RunSuccessfully(Charge + 0);
        Server.Faults.Refuse("ChargeOrganization", StatusCode.Unavailable);
        RewriteInvoiceList(summary =>
        {
            if (Charges == 1)
            {
                HideCharges(summary);
            }
        });

        AssertOutcomeUnknown(Run(Charge + 1).OnlyError, "No new invoice of 5.40 USD is listed.");
    }

    [Fact]
    public void NothingIsChargedAfterUnknownOutcome()
    {
        Server.Faults.Refuse("ChargeOrganization", StatusCode.Unavailable);

        var run = Run("$ids | New-ViamCharge -Subtotal 5 -Confirm:$false -ReconcileTimeoutSec 0", ("ids", Owned));

        Assert.StartsWith("ChargeOutcomeUnknown,", run.OnlyError.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(1, Charges);
    }
}
