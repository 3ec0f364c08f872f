namespace Viam.Billing.Tests.Commands.Charging;

/// <summary>Base class for tests of single charges.</summary>
public abstract class NewChargeTest : ChargeTest
{
    private protected const string Charge = $"New-ViamCharge {Acme} 5 -Confirm:$false";
}
