using Grpc.Core;
using Viam.Billing.Contract;
using Viam.Billing.Sandbox.SeedData;
using Viam.Billing.Sessions;
using Viam.Billing.Tests.Support.Engine;
using Viam.Billing.Tests.Support.Servers;

namespace Viam.Billing.Tests.Commands;

/// <summary>Sixteen parallel runspaces, as with ForEach-Object -Parallel, with one or more sessions.</summary>
public sealed class ConcurrentRunspaceTests : CmdletTest
{
    private const int Runspaces = 16;
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(60);

    private readonly PowerShellEngine[] _engines = new PowerShellEngine[Runspaces];

    private string ConnectQuietly =>
        $"Connect-ViamBilling {SandboxKeys.OwnerId} {SandboxKeys.OwnerKey} -Uri {Server.Address}";

    private protected override void Prepare()
    {
        for (var i = 0; i < Runspaces; i++)
        {
            _engines[i] = new PowerShellEngine();
        }
    }

    private protected override void CleanUp()
    {
        foreach (var engine in _engines)
        {
            engine.Dispose();
        }
    }

    [Fact]
    public async Task EachRunspaceReceivesOnlyItsOwnResults()
    {
        Connect();
        var expected = Owned.ToDictionary(
            organization => organization,
            organization => Ids(Get<Invoice>($"Get-ViamInvoice {organization}"))
        );

        await RunInParallelAsync(
            (engine, number) =>
            {
                for (var round = 0; round < 20; round++)
                {
                    var organization = Owned[(number + round) % Owned.Length];
                    var run = engine.Run("Get-ViamInvoice $organization", ("organization", organization));

                    Assert.Empty(run.Errors);
                    Assert.All(run.Of<Invoice>(), invoice => Assert.Equal(organization, invoice.OrganizationId));
                    Assert.Equal(expected[organization], Ids(run.Of<Invoice>()));
                }
            }
        );

        Assert.Equal(1, CountRequests("Authenticate"));
        Assert.Equal(1, Server.ConnectionCount);
    }

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
    public async Task TokenRejectedForAllRunspacesIsRenewedOnce()
    {
        Connect();
        var revoked = new RequestGate(Runspaces);
        var arrived = 0;
        Server.Faults.Before = async context =>
        {
            if (
                !context.Method.EndsWith("/GetInvoicesSummary", StringComparison.Ordinal)
                || Interlocked.Increment(ref arrived) > Runspaces
            )
            {
                return;
            }
            // All requests have arrived before the first one is rejected.
            await revoked.PassAsync(context);
            throw new RpcException(new Status(StatusCode.Unauthenticated, "The token was revoked."));
        };

        var reading = RunInParallelAsync(
            (engine, number) =>
            {
                var run = engine.Run($"Get-ViamInvoice {Owned[number % Owned.Length]}");
                Assert.Empty(run.Errors);
                Assert.NotEmpty(run.Output);
            }
        );
        await revoked.Reached;
        revoked.Open();

        await reading;
        Assert.Equal(2, CountRequests("Authenticate"));
        Assert.Equal(2 * Runspaces, CountRequests("GetInvoicesSummary"));
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

    [Fact]
    public async Task TokensAreSentOnlyToTheirOwnServer()
    {
        await using var second = await TestServer.StartAsync();
        var one = Connect();
        var two = Assert.Single(
            Get<BillingSession>(
                $"Connect-ViamBilling -Uri {second.Address} -ApiKeyId {SandboxKeys.OwnerId} -ApiKey "
                    + $"{SandboxKeys.OwnerKey} -PassThru"
            )
        );

        await RunInParallelAsync(
            (engine, number) =>
            {
                for (var round = 0; round < 10; round++)
                {
                    var run = engine.Run(
                        $"Get-ViamInvoice {Owned[number % Owned.Length]} -Session $session",
                        ("session", (number + round) % 2 == 0 ? one : two)
                    );
                    Assert.Empty(run.Errors);
                    Assert.NotEmpty(run.Output);
                }
            }
        );

        var (first, other) = (Assert.Single(Bearers(Server)), Assert.Single(Bearers(second)));
        Assert.NotEqual(first, other);
        Assert.Equal(Runspaces * 10, CountRequests("GetInvoicesSummary") + second.Faults.Count("GetInvoicesSummary"));
    }

    private static IEnumerable<string> Bearers(TestServer server) =>
        server.Faults.RecordedCalls.SelectMany(call => call.HeaderValues("authorization")).Distinct();

    private static string[] Ids(IEnumerable<Invoice> invoices) => [.. invoices.Select(invoice => invoice.InvoiceId)];

    /// <summary>Runs the same action in each runspace on a separate thread, and waits for all of them.</summary>
    private Task RunInParallelAsync(Action<PowerShellEngine, int> run) =>
        Task.WhenAll(
                _engines.Select(
                    (engine, number) =>
                        Task.Factory.StartNew(
                            () => run(engine, number),
                            CancellationToken.None,
                            TaskCreationOptions.LongRunning,
                            TaskScheduler.Default
                        )
                )
            )
            .WaitAsync(s_timeout);

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
