using Viam.Billing.Contract;

namespace Viam.Billing.Tests.Commands.Charging;

/// <summary>Base class for tests of waiting for invoices.</summary>
public abstract class WaitInvoiceTest : ChargeTest
{
    private protected static TimeSpan Second { get; } = TimeSpan.FromSeconds(1);

    /// <summary>Lets the server list one more invoice.</summary>
    private protected void ListInvoice(string id, Func<string> status, string failureReason = "") =>
        RewriteInvoiceList(summary =>
            summary.Invoices.Add(
                new InvoiceSummary
                {
                    Id = id,
                    InvoiceAmount = 5,
                    Status = status(),
                    LastPaymentFailureReason = failureReason,
                }
            )
        );
}
