using System.Management.Automation;
using Grpc.Core;
using Viam.Billing.Contract;
using Viam.Billing.Sandbox.SeedData;
using Viam.Billing.Tests.Support.Engine;
using Viam.Billing.Tests.Support.Servers;

namespace Viam.Billing.Tests.Commands.Charging;

/// <summary>Base class for tests of single charges.</summary>
public abstract class NewChargeTest : ChargeTest
{
    private protected const string Charge = $"New-ViamCharge {Acme} 5 -Confirm:$false";
}
