using System.Management.Automation;
using Grpc.Core;
using Viam.Billing.Tests.Support.Servers;

namespace Viam.Billing.Tests.Commands.Charging;

/// <summary>Base class for tests of charges whose response is lost.</summary>
public abstract class LostResponseTest : ChargeTest
{
    private protected const string Charge = $"New-ViamCharge {Acme} 5 0.4 -Confirm:$false -ReconcileTimeoutSec ";

    private protected static Task LoseResponse(ServerCallContext context) =>
        throw new RpcException(new Status(StatusCode.Unavailable, "lost"));

    private protected void AfterCharge(Func<ServerCallContext, Task> act) =>
        Server.Faults.After = context => context.IsOf("ChargeOrganization") ? act(context) : Task.CompletedTask;

    private protected void AssertOutcomeUnknown(ErrorRecord error, params string[] words)
    {
        AssertError(error, "ChargeOutcomeUnknown", ErrorCategory.OperationStopped, Acme);
        Assert.StartsWith(
            $"The charge of 5.40 USD to organization Acme Robotics ({Acme}) has an unknown outcome; "
                + "it may have been processed.",
            error.Exception.Message,
            StringComparison.Ordinal
        );
        Assert.All(words, word => Assert.Contains(word, error.Exception.Message, StringComparison.Ordinal));
        Assert.Contains(
            $"Get-ViamInvoice -Organization {Acme} -Latest 5",
            error.ErrorDetails.RecommendedAction,
            StringComparison.Ordinal
        );
    }
}
