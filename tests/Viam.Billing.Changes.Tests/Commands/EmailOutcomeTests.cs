using System.Management.Automation;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Viam.Billing.Sandbox.SeedData;
using Viam.Billing.Tests.Support;
using Viam.Billing.Tests.Support.Engine;
using Viam.Billing.Tests.Support.Servers;

namespace Viam.Billing.Tests.Commands;

/// <summary>
/// The recommended action after an email with a lost response never suggests to send it again without a check.
/// </summary>
public sealed class EmailOutcomeTests : CmdletTest
{
    private const string Send =
        $"Send-ViamPaymentRequiredEmail {SandboxOrganizations.Lumiere} {SandboxOrganizations.Harborlight} -PassThru";

    [Theory]
    [InlineData(StatusCode.Unavailable)]
    [InlineData(StatusCode.Internal)]
    [InlineData(StatusCode.Unknown)]
    [InlineData(StatusCode.Aborted)]
    [InlineData(StatusCode.DeadlineExceeded)]
    [InlineData(StatusCode.Cancelled)]
    [InlineData(StatusCode.DataLoss)]
    public void LostResponseIsNotAdvisedToBeRepeated(StatusCode status)
    {
        Connect();
        Server.Faults.After = context =>
            context.IsOf("SendPaymentRequiredEmail")
                ? throw new RpcException(new Status(status, "gone"))
                : Task.CompletedTask;

        AssertOutcomeUnknown(Run(Send));
    }

    [Fact]
    public void ResponseThatIsNotInTimeIsNotAdvisedToBeRepeated()
    {
        Connect("-TimeoutSec 1");
        Server.Faults.After = static context =>
            context.IsOf("SendPaymentRequiredEmail") ? context.HangAsync() : Task.CompletedTask;

        AssertOutcomeUnknown(Run(Send));
    }

    [Fact]
    public void ConnectionThatIsCutIsNotAdvisedToBeRepeated()
    {
        Connect();
        Server.Faults.After = context =>
        {
            if (!context.IsOf("SendPaymentRequiredEmail"))
            {
                return Task.CompletedTask;
            }
            Server.AbortConnections();
            return context.HangAsync();
        };

        AssertOutcomeUnknown(Run(Send));
    }

    [Fact]
    public async Task RequestThatWasNotProcessedIsSafeToRepeat()
    {
        await using var front = new FaultyFront(Server)
        {
            Decide = static request =>
                request.Method == "SendPaymentRequiredEmail" ? FrontFault.GoAway : FrontFault.None,
        };
        Connect(address: front.Address);

        var error = Run(Send).OnlyError;

        AssertError(error, "EmailNotSent", ErrorCategory.ResourceUnavailable, SandboxOrganizations.Lumiere);
        Assert.StartsWith(
            "The server reported that it didn't process the request",
            error.ErrorDetails.RecommendedAction,
            StringComparison.Ordinal
        );
        Assert.Contains("wasn't sent", error.Exception.Message, StringComparison.Ordinal);
        Assert.Empty(Server.State.SentEmails);
        Assert.Equal(0, CountRequests("SendPaymentRequiredEmail"));
    }

    [Fact]
    public void RefusalIsDefinite()
    {
        Connect();
        Server.Faults.Refuse("SendPaymentRequiredEmail", StatusCode.PermissionDenied, "no");

        AssertError(
            Run(Send).OnlyError,
            "PermissionDenied",
            ErrorCategory.PermissionDenied,
            SandboxOrganizations.Lumiere
        );
    }

    private void AssertOutcomeUnknown(PowerShellRun run)
    {
        var error = run.OnlyError;
        AssertError(error, "EmailOutcomeUnknown", ErrorCategory.OperationStopped, SandboxOrganizations.Lumiere);
        Assert.DoesNotContain("again", error.ErrorDetails.RecommendedAction, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("may have been sent", error.Exception.Message, StringComparison.Ordinal);
        Assert.IsType<BillingException>(error.Exception);
        Assert.Empty(run.Output);
        Assert.Single(Server.State.SentEmails);
    }
}
