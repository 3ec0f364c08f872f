using Grpc.Core;
using Viam.Billing.Contract;
using Viam.Billing.Tests.Support.Engine;
using Viam.Billing.Tests.Support.Servers;

namespace Viam.Billing.Tests.Commands.Charging;

/// <summary>Charges with a lost response are reconciled and never sent again.</summary>
public sealed class LostResponseTests : LostResponseTest
{
    [Theory]
    [InlineData(StatusCode.Unavailable)]
    [InlineData(StatusCode.DeadlineExceeded)]
    [InlineData(StatusCode.Cancelled)]
    [InlineData(StatusCode.Unknown)]
    [InlineData(StatusCode.Internal)]
    [InlineData(StatusCode.Aborted)]
    [InlineData(StatusCode.DataLoss)]
    [InlineData((StatusCode)99)]
    public void ChargeFollowedByErrorStatusIsReconciled(StatusCode status)
    {
        AfterCharge(_ => throw new RpcException(new Status(status, "lost")));

        AssertReconciled(Run(Charge + 10));
    }

    [Fact]
    public void ChargeWithLostConnectionIsReconciled()
    {
        AfterCharge(context =>
        {
            Server.AbortConnections();
            return context.HangAsync();
        });

        AssertReconciled(Run(Charge + 10));
    }

    [Fact]
    public void ChargeThatTimesOutIsReconciled()
    {
        Connect("-TimeoutSec 1");
        AfterCharge(static context => context.HangAsync());

        AssertReconciled(Run(Charge + 10));
    }

    [Fact]
    public void ResponseWithoutInvoiceIdIsReconciled()
    {
        Server.Faults.Rewrite = static response =>
            response is ChargeOrganizationResponse ? new ChargeOrganizationResponse() : response;

        AssertReconciled(Run(Charge + 10));
    }

    [Fact]
    public void InvoiceListedLateIsReconciled()
    {
        var listRequestCount = 0;
        AfterCharge(LoseResponse);
        RewriteInvoiceList(summary =>
        {
            if (Interlocked.Increment(ref listRequestCount) <= 3)
            {
                HideCharges(summary);
            }
        });

        AssertReconciled(Run(Charge + 60));
        Assert.Equal(4, listRequestCount);
    }

    [Fact]
    public void FailedInvoiceListRequestIsRepeated()
    {
        var listRequestCount = 0;
        AfterCharge(LoseResponse);
        Server.Faults.On(
            "GetInvoicesSummary",
            _ =>
                Interlocked.Increment(ref listRequestCount) == 2
                    ? throw new RpcException(new Status(StatusCode.Internal, ""))
                    : Task.CompletedTask
        );

        AssertReconciled(Run(Charge + 60));
        Assert.Equal(3, listRequestCount);
    }

    [Fact]
    public void ReconciliationReportsProgress()
    {
        Server.Faults.Refuse("ChargeOrganization", StatusCode.Unavailable);
        var host = new FakePSHost();
        using var engine = EngineCache.Take(host);

        AssertOutcomeUnknown(engine.Run(Charge + 2).OnlyError);

        Assert.Equal(
            $"Waiting for the charge to organization Acme Robotics ({Acme})",
            host.Progress.First(record => record.Activity == "New-ViamCharge").StatusDescription
        );
    }

    private void AssertReconciled(PowerShellRun run)
    {
        Assert.Empty(run.Errors);
        var charge = OnlyCharge(run);
        Assert.Equal(
            (Assert.Single(ServerCharges).InvoiceId, 5.4m, true),
            (charge.InvoiceId, charge.Total, charge.Reconciled)
        );
        Assert.Equal(1, Charges);
    }
}
