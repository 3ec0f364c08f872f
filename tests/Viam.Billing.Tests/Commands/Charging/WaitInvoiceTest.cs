using System.Management.Automation;
using Grpc.Core;
using Viam.Billing.Contract;
using Viam.Billing.Sandbox.SeedData;
using Viam.Billing.Tests.Support.Engine;
using Viam.Billing.Tests.Support.Servers;

namespace Viam.Billing.Tests.Commands.Charging;

/// <summary>Base class for tests of waiting for invoices.</summary>
public abstract class WaitInvoiceTest : ChargeTest
{
    private protected static TimeSpan Second { get; } = TimeSpan.FromSeconds(1);
}
