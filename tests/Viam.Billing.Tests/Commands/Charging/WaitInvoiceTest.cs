namespace Viam.Billing.Tests.Commands.Charging;

/// <summary>Base class for tests of waiting for invoices.</summary>
public abstract class WaitInvoiceTest : ChargeTest
{
    private protected static TimeSpan Second { get; } = TimeSpan.FromSeconds(1);
}
