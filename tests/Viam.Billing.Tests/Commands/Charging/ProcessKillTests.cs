using System.Globalization;
using Grpc.Core;
using Viam.Billing.Contract;
using Viam.Billing.Sandbox.SeedData;
using Viam.Billing.Tests.Support;
using Viam.Billing.Tests.Support.Servers;

namespace Viam.Billing.Tests.Commands.Charging;

/// <summary>
/// Verifies that each charge is made once: processes that charge batches are killed at random times and restarted,
/// with faulty servers. VIAM_BILLING_KILLS sets the number of kills, VIAM_BILLING_KILL_SEED the random seed.
/// </summary>
public sealed class ProcessKillTests : IDisposable
{
    private const int DefaultKills = 25;
    private const int DefaultSeed = 20260315;

    /// <summary>The request timeout and the reconcile timeout, in seconds.</summary>
    private const int TimeoutSec = 4;

    /// <summary>How long a new invoice is missing from the list in the variant with late listing.</summary>
    private static readonly TimeSpan s_listingDelay = TimeSpan.FromMilliseconds(700);

    /// <summary>So many kills happen both before and after the server has received a charge.</summary>
    private const int EnoughKills = 30;

    /// <summary>A listing delay that exceeds the reconcile timeout.</summary>
    private static readonly TimeSpan s_longListingDelay = TimeSpan.FromSeconds(TimeoutSec + 2);

    private readonly TemporaryFolder _folder = new();

    private static int Kills => TestSettings.Read("VIAM_BILLING_KILLS", DefaultKills);

    private static int Seed => TestSettings.Read("VIAM_BILLING_KILL_SEED", DefaultSeed);

    public void Dispose() => _folder.Dispose();

    /// <summary>By default, each item is charged once or reported as unknown if it was in flight.</summary>
    [Fact]
    public Task KilledBatchChargesEachItemOnceOrReportsUnknownOutcome() =>
        RunAsync(
            Kills,
            ("steady", 22, RunHealthyServerAsync),
            ("cut after it is done", 18, CutAsync),
            ("answered late", 10, RunLateResponsesAsync),
            ("listed late", 15, RunLateListingAsync),
            ("cut and not listed", 15, RunFailedListingAsync),
            ("hostile", 16, RunUnreliableServerAsync),
            ("the host", 4, RunHostProgramAsync)
        );

    /// <summary>With -ResendAfter and immediate listing, each item is charged exactly once.</summary>
    [Fact]
    public Task KilledBatchWithResendAfterChargesEachItemExactlyOnce() =>
        RunAsync(
            (Kills + 2) / 3,
            ("steady, sent again", 50, RunHealthyServerWithResendAsync),
            ("cut after it is done, sent again", 50, RunAbortedConnectionsWithResendAsync)
        );

    private static async Task RunAsync(
        int wanted,
        params (string Name, int Share, Func<int, int, Task<KillStatistics>> RunAsync)[] variants
    )
    {
        var whole = variants.Sum(variant => variant.Share);
        var tallies = await Task.WhenAll(
            variants.Select(
                (variant, i) =>
                    Task.Run(async () =>
                    {
                        var kills = ((wanted * variant.Share) + whole - 1) / whole;
                        return (variant.Name, Statistics: await variant.RunAsync(kills, Seed + i));
                    })
            )
        );

        WriteOutput($"seed {Seed}");
        foreach (var (name, tally) in tallies)
        {
            WriteOutput($"{name}: {tally}");
        }
        Assert.True(tallies.Sum(entry => entry.Statistics.Kills) >= wanted);
        // Kills that never interrupt a charge prove nothing.
        Assert.True(tallies.Sum(entry => entry.Statistics.BetweenIntentAndOutcome) >= wanted / 5);
        // Few kills can all happen at the same stage by chance.
        if (wanted >= EnoughKills)
        {
            Assert.True(tallies.Sum(entry => entry.Statistics.InterruptedBeforeServer) > 0);
            Assert.True(tallies.Sum(entry => entry.Statistics.InterruptedAfterServer) > 0);
        }
    }

    private Task<KillStatistics> RunHealthyServerWithResendAsync(int kills, int seed) =>
        RunAsync(
            "steady-again",
            kills,
            seed,
            static (_, _) => { },
            unknown: UnknownItems.None,
            resendAfter: TimeoutSec
        );

    private Task<KillStatistics> RunAbortedConnectionsWithResendAsync(int kills, int seed) =>
        RunAsync("cut-again", kills, seed, Cut, throttle: 1, unknown: UnknownItems.None, resendAfter: TimeoutSec);

    /// <summary>
    /// Invoices are listed after the reconcile timeout, not at all, or without dates. Responses are lost and charges
    /// refused.
    /// </summary>
    private Task<KillStatistics> RunUnreliableServerAsync(int kills, int seed) =>
        RunAsync(
            "hostile",
            kills,
            seed,
            static (server, random) =>
            {
                var before = server.Faults.Before!;
                server.Faults.Before = context =>
                    context.IsOf("ChargeOrganization") && random.Next(6) == 0
                        ? throw new RpcException(new Status(StatusCode.ResourceExhausted, "slower"))
                        : before(context);
                server.Faults.Rewrite = response =>
                {
                    if (response is not GetInvoicesSummaryResponse summary)
                    {
                        return response;
                    }
                    HideNewInvoices(server, summary, s_longListingDelay);
                    switch (random.Next(8))
                    {
                        case 0:
                            summary.Invoices.Clear();
                            break;
                        case 1:
                            foreach (var invoice in summary.Invoices)
                            {
                                invoice.InvoiceDate = null;
                            }
                            break;
                    }
                    return summary;
                };
                server.Faults.After = async context =>
                {
                    if (context.IsOf("ChargeOrganization") && random.Next(8) == 0)
                    {
                        context.GetHttpContext().Abort();
                    }
                    await PauseAsync(context, random);
                };
            },
            listingDelay: s_longListingDelay,
            unknown: UnknownItems.Any
        );

    private static void HideNewInvoices(TestServer server, GetInvoicesSummaryResponse summary, TimeSpan age)
    {
        var newInvoices = server
            .State.Charges.Where(charge => charge.ReceivedAt > DateTimeOffset.UtcNow - age)
            .Select(charge => charge.InvoiceId)
            .ToHashSet();
        foreach (var invoice in summary.Invoices.Where(invoice => newInvoices.Contains(invoice.Id)).ToArray())
        {
            summary.Invoices.Remove(invoice);
        }
    }

    /// <summary>The server works correctly, with random delays before and after each charge.</summary>
    private Task<KillStatistics> RunHealthyServerAsync(int kills, int seed) =>
        RunAsync("steady", kills, seed, static (_, _) => { });

    /// <summary>A third of the connections are aborted after the charge is made.</summary>
    private Task<KillStatistics> CutAsync(int kills, int seed) =>
        RunAsync("cut", kills, seed, Cut, throttle: 1, unknown: UnknownItems.Any);

    private static void Cut(TestServer server, SharedRandom random) =>
        server.Faults.After = async context =>
        {
            if (context.IsOf("ChargeOrganization") && random.Next(3) == 0)
            {
                await CutAsync(server, context);
            }
            await PauseAsync(context, random);
        };

    /// <summary>One in twenty charges is made, but the response is sent only after the request has timed out.</summary>
    private Task<KillStatistics> RunLateResponsesAsync(int kills, int seed) =>
        RunAsync(
            "late",
            kills,
            seed,
            static (server, random) =>
                server.Faults.After = async context =>
                {
                    if (context.IsOf("ChargeOrganization") && random.Next(20) == 0)
                    {
                        await Task.Delay(4500);
                    }

                    await PauseAsync(context, random);
                },
            unknown: UnknownItems.Any
        );

    /// <summary>Invoices are listed with a delay after the charge, and one in five responses is lost.</summary>
    private Task<KillStatistics> RunLateListingAsync(int kills, int seed) =>
        RunAsync(
            "listed-late",
            kills,
            seed,
            static (server, random) =>
            {
                server.Faults.Rewrite = response =>
                {
                    if (response is not GetInvoicesSummaryResponse summary)
                    {
                        return response;
                    }

                    HideNewInvoices(server, summary, s_listingDelay);
                    return summary;
                };
                server.Faults.After = async context =>
                {
                    if (context.IsOf("ChargeOrganization") && random.Next(5) == 0)
                    {
                        context.GetHttpContext().Abort();
                    }

                    await PauseAsync(context, random);
                };
            },
            listingDelay: s_listingDelay,
            unknown: UnknownItems.Any
        );

    /// <summary>For two organizations, the server makes charges, aborts connections, and lists no invoices.</summary>
    private async Task<KillStatistics> RunFailedListingAsync(int kills, int seed)
    {
        var dark = new HashSet<string> { SandboxOrganizations.Acme, SandboxOrganizations.Cascade };
        var isListingFailing = false;
        await using var server = await TestServer.StartAsync();
        var random = AddRandomDelays(server, seed);
        var before = server.Faults.Before!;
        server.Faults.Before = context =>
            isListingFailing
            && Faults.RequestOf(context) is GetInvoicesSummaryRequest request
            && dark.Contains(request.OrgId)
                ? throw new RpcException(new Status(StatusCode.Internal, "dark"))
                : before(context);
        server.Faults.After = async context =>
        {
            if (
                Faults.RequestOf(context) is ChargeOrganizationRequest request
                && dark.Contains(request.OrgIdToCharge)
                && random.Next(3) == 0
            )
            {
                isListingFailing = true;
                context.GetHttpContext().Abort();
            }
            await PauseAsync(context, random);
        };
        var batches = Create("dark", server, seed, StartDriver(server), dark, unknown: UnknownItems.Any);

        await batches.RunAsync(kills);

        // Open entries are reported as unknown. When the server lists invoices again, the rest is reconciled.
        isListingFailing = false;
        server.Faults.After = context => PauseAsync(context, random);
        await batches.RunAgainAsync();
        return batches.Statistics;
    }

    /// <summary>Uses PowerShell instead of the driver.</summary>
    private async Task<KillStatistics> RunHostProgramAsync(int kills, int seed)
    {
        await using var server = await TestServer.StartAsync();
        AddRandomDelays(server, seed);
        var batches = Create(
            "host",
            server,
            seed,
            (rows, ledger) =>
                BatchProcess.Start(
                    BuiltModule.PowerShell,
                    [
                        "-NoProfile",
                        "-NonInteractive",
                        "-Command",
                        $$"""
                        Import-Module '{{BuiltModule.Manifest}}'
                        $ErrorActionPreference = 'SilentlyContinue'
                        Connect-ViamBilling -Uri {{server.Address}} -TimeoutSec {{TimeoutSec}}
                        'begun'
                        [IO.File]::ReadAllLines('{{rows}}') | ForEach-Object {
                            $c = $_ -split ','
                            [pscustomobject] @{
                                OrganizationId = $c[0]; Subtotal = $c[1]; Tax = $c[2]
                                Description = $c[3]; Reference = $c[4]
                            }
                        } |
                            New-ViamCharge -LedgerPath '{{ledger}}' -ReconcileTimeoutSec {{TimeoutSec}} `
                                -Confirm:$false -ErrorVariable failed |
                            ForEach-Object { "charged`t$($_.Reference)`t$($_.InvoiceId)" }
                        $failed | ForEach-Object {
                            "error`t$($_.TargetObject)`t$(($_.FullyQualifiedErrorId -split ',')[0])"
                        }
                        exit [int] ($failed.Count -gt 0)
                        """,
                    ]
                )
        );
        await batches.RunAsync(kills);
        return batches.Statistics;
    }

    private async Task<KillStatistics> RunAsync(
        string name,
        int kills,
        int seed,
        Action<TestServer, SharedRandom> configureFaults,
        int throttle = 8,
        TimeSpan listingDelay = default,
        UnknownItems unknown = UnknownItems.Interrupted,
        int? resendAfter = null
    )
    {
        await using var server = await TestServer.StartAsync();
        configureFaults(server, AddRandomDelays(server, seed));
        var batches = Create(
            name,
            server,
            seed,
            StartDriver(server, throttle, resendAfter),
            listingDelay: listingDelay,
            unknown: unknown
        );
        await batches.RunAsync(kills);
        return batches.Statistics;
    }

    private KilledBatchRunner Create(
        string name,
        TestServer server,
        int seed,
        Func<string, string, BatchProcess> start,
        HashSet<string>? unresolvable = null,
        TimeSpan listingDelay = default,
        UnknownItems unknown = UnknownItems.Interrupted
    ) =>
        new(server, seed, Directory.CreateDirectory(_folder.GetPath(name)).FullName, start)
        {
            UnresolvableOrganizations = unresolvable ?? [],
            ListingDelay = listingDelay,
            Unknown = unknown,
        };

    private static Func<string, string, BatchProcess> StartDriver(
        TestServer server,
        int throttle = 8,
        int? resendAfter = null
    ) => (rows, ledger) => BatchProcess.StartDriver(server, rows, ledger, TimeoutSec, throttle, resendAfter);

    /// <summary>Adds random delays to charges, so that kills interrupt them.</summary>
    private static SharedRandom AddRandomDelays(TestServer server, int seed)
    {
        var random = new SharedRandom(seed);
        server.Faults.Before = context => PauseAsync(context, random);
        server.Faults.After = context => PauseAsync(context, random);
        return random;
    }

    // The charge is made even if the client process has already been killed.
    private static Task PauseAsync(ServerCallContext context, SharedRandom random) =>
        context.IsOf("ChargeOrganization") ? Task.Delay(random.Next(20)) : Task.CompletedTask;

    private static Task CutAsync(TestServer server, ServerCallContext context)
    {
        server.AbortConnections();
        return context.HangAsync();
    }

    private static void WriteOutput(string line)
    {
        TestContext.Current.TestOutputHelper?.WriteLine(line);
        TestContext.Current.SendDiagnosticMessage(line);
    }

    /// <summary>A thread-safe random number generator.</summary>
    private sealed class SharedRandom(int seed)
    {
        private readonly Random _random = new(seed);

        public int Next(int limit)
        {
            lock (_random)
            {
                return _random.Next(limit);
            }
        }
    }
}
