using Viam.Billing.Contract;
using Viam.Billing.Sandbox.SeedData;
using Viam.Billing.Sessions;
using Viam.Billing.Tests.Support.Servers;

namespace Viam.Billing.Tests.Commands;

/// <summary>Connecting and disconnecting while sixteen runspaces use the session.</summary>
public sealed class ConcurrentConnectTests : ConcurrentRunspaceTest
{
    private string ConnectQuietly =>
        $"Connect-ViamBilling {SandboxKeys.OwnerId} {SandboxKeys.OwnerKey} -Uri {Server.Address}";

    [Fact]
    public async Task ReadsDuringConnectAndDisconnectSucceedOrFailCompletely()
    {
        // None of the sessions is returned, because a returned session stays open until it is disconnected explicitly.
        RunSuccessfully(ConnectQuietly);
        var expected = Ids(Get<Invoice>($"Get-ViamInvoice {SandboxOrganizations.Acme}"));
        var (succeeded, refused) = (0, 0);

        await RunInParallelAsync(
            (engine, number) =>
            {
                for (var round = 0; round < 25; round++)
                {
                    if (number < 4)
                    {
                        Assert.Empty(engine.Run(number < 2 ? ConnectQuietly : "Disconnect-ViamBilling").Errors);
                        continue;
                    }
                    var run = engine.Run($"Get-ViamInvoice {SandboxOrganizations.Acme}");
                    if (run.Errors.Count == 0)
                    {
                        Assert.Equal(expected, Ids(run.Of<Invoice>()));
                        Interlocked.Increment(ref succeeded);
                    }
                    else
                    {
                        Assert.Empty(run.Output);
                        Assert.Contains(
                            run.OnlyError.FullyQualifiedErrorId.Split(',')[0],
                            new[] { "NotConnected", "SessionClosed" }
                        );
                        Interlocked.Increment(ref refused);
                    }
                }
            }
        );

        Assert.Equal((Runspaces - 4) * 25, succeeded + refused);
        RunSuccessfully(ConnectQuietly);
        Assert.Equal(expected, Ids(Get<Invoice>($"Get-ViamInvoice {SandboxOrganizations.Acme}")));
        RunSuccessfully("Disconnect-ViamBilling");
        await WaitForValueAsync(0, () => Server.OpenConnectionCount);
    }

    [Fact]
    public async Task ClosedSessionEndsOnlyItsOwnReads()
    {
        var closing = Connect();
        var other = Connect();
        var gate = new RequestGate(Runspaces / 2);
        Server.Faults.Before = context =>
            Faults.RequestOf(context) is GetInvoicesSummaryRequest { OrgId: SandboxOrganizations.Acme }
                ? gate.PassAsync(context)
                : Task.CompletedTask;

        var reading = RunInParallelAsync(
            (engine, number) =>
            {
                if (number % 2 == 0)
                {
                    var error = engine
                        .Run($"Get-ViamInvoice {SandboxOrganizations.Acme} -Session $session", ("session", closing))
                        .OnlyError;
                    Assert.StartsWith("SessionClosed,", error.FullyQualifiedErrorId);
                }
                else
                {
                    for (var round = 0; round < 10; round++)
                    {
                        var run = engine.Run(
                            $"Get-ViamInvoice {SandboxOrganizations.Fernhill} -Session $session",
                            ("session", other)
                        );
                        Assert.Empty(run.Errors);
                        Assert.NotEmpty(run.Output);
                    }
                }
            }
        );
        await gate.Reached;
        RunSuccessfully("Disconnect-ViamBilling -Session $session", ("session", closing));

        await reading;
        Assert.False(closing.IsOpen);
        Assert.True(other.IsOpen);
        Assert.NotEmpty(RunSuccessfully($"Get-ViamInvoice {SandboxOrganizations.Fernhill}"));
    }

    [Fact]
    public async Task ConcurrentConnectsLeaveOneSession()
    {
        await RunInParallelAsync((engine, _) => Assert.Empty(engine.Run(ConnectQuietly).Errors));

        Assert.Equal(Runspaces, CountRequests("Authenticate"));
        Assert.True(DefaultSession.Current!.IsOpen);
        await WaitForValueAsync(1, () => Server.OpenConnectionCount);
        Assert.NotEmpty(RunSuccessfully($"Get-ViamInvoice {SandboxOrganizations.Acme}"));
    }

    /// <summary>Waits until the server has noticed a change.</summary>
    private static async Task WaitForValueAsync(int expected, Func<int> actual)
    {
        for (var wait = 0; wait < 1000 && actual() != expected; wait++)
        {
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        Assert.Equal(expected, actual());
    }
}
