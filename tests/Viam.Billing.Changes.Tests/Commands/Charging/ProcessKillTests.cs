using Grpc.Core;
using Viam.Billing.Tests.Support.Servers;

namespace Viam.Billing.Tests.Commands.Charging;

/// <summary>
/// Verifies that each charge is made once: processes that charge batches are killed at random times and restarted,
/// with faulty servers. VIAM_BILLING_KILLS sets the number of kills, VIAM_BILLING_KILL_SEED the random seed.
/// </summary>
public sealed partial class ProcessKillTests : IDisposable
{
    private const int DefaultKills = 4;
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
