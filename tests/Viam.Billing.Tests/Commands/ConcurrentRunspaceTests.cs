using Grpc.Core;
using Viam.Billing.Sandbox.SeedData;
using Viam.Billing.Tests.Support.Servers;

namespace Viam.Billing.Tests.Commands;

/// <summary>Sixteen parallel runspaces, as with ForEach-Object -Parallel, with one or more sessions.</summary>
public sealed class ConcurrentRunspaceTests : ConcurrentRunspaceTest
{
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
}
