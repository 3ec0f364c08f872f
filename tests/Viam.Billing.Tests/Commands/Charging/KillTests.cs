using System.Globalization;
using Grpc.Core;
using Viam.Billing.Contract;
using Viam.Billing.Sandbox.SeedData;
using Viam.Billing.Tests.Support;
using Viam.Billing.Tests.Support.Engine;
using Viam.Billing.Tests.Support.Servers;

namespace Viam.Billing.Tests.Commands.Charging;

/// <summary>
/// The proof that a charge happens once: processes that charge batches are killed at random moments and begun again, against servers that fail in various ways,
/// and the servers count. VIAM_BILLING_KILLS says how often, VIAM_BILLING_KILL_SEED where chance begins.
/// </summary>
[Collection(EngineCollection.Name)]
public sealed class KillTests : IDisposable
{
    private const int UsualKills = 25;
    private const int UsualSeed = 20260315;

    /// <summary>In seconds, of a call, and to look for the invoice of a charge.</summary>
    private const int Patience = 4;

    /// <summary>How long an invoice of a charge is missing from the list, where that is late.</summary>
    private static readonly TimeSpan s_listsAfter = TimeSpan.FromMilliseconds(700);

    /// <summary>The same where it is later than anyone waits for it.</summary>
    private static readonly TimeSpan s_listsVeryLate = TimeSpan.FromSeconds(Patience + 2);

    private readonly TemporaryFolder _folder = new();

    private static int Kills => Setting("VIAM_BILLING_KILLS", UsualKills);

    private static int Seed => Setting("VIAM_BILLING_KILL_SEED", UsualSeed);

    public void Dispose() => _folder.Dispose();

    /// <summary>By default each row is charged exactly once or reported as unknown, and unknown is only what was in flight.</summary>
    [Fact]
    public Task KilledBatchChargesEachRowOnceOrReportsItAsUnknown() =>
        RunAsync(
            Kills,
            ("steady", 22, SteadyAsync),
            ("cut after it is done", 18, CutAsync),
            ("answered late", 10, LateAsync),
            ("listed late", 15, ListedLateAsync),
            ("cut and not listed", 15, DarkAsync),
            ("hostile", 16, HostileAsync),
            ("the host", 4, HostAsync)
        );

    /// <summary>With -ResendAfter and a list that isn't late, each row is charged exactly once.</summary>
    [Fact]
    public Task KilledBatchWithResendAfterChargesEachRowExactlyOnce() =>
        RunAsync((Kills + 2) / 3, ("steady, sent again", 50, SteadyAgainAsync), ("cut after it is done, sent again", 50, CutAgainAsync));

    private static async Task RunAsync(int wanted, params (string Name, int Share, Func<int, int, Task<KillTally>> RunAsync)[] variants)
    {
        var whole = variants.Sum(variant => variant.Share);
        var tallies = await Task.WhenAll(
            variants.Select(
                (variant, i) =>
                    Task.Run(async () =>
                    {
                        var kills = ((wanted * variant.Share) + whole - 1) / whole;
                        return (variant.Name, Tally: await variant.RunAsync(kills, Seed + i));
                    })
            )
        );

        Tell($"seed {Seed}");
        foreach (var (name, tally) in tallies)
        {
            Tell($"{name}: {tally}");
        }
        Assert.True(tallies.Sum(entry => entry.Tally.Kills) >= wanted);
        // Where kills never strike in the middle of a charge, they prove nothing.
        Assert.True(tallies.Sum(entry => entry.Tally.BetweenIntentAndOutcome) >= wanted / 5);
        Assert.True(tallies.Sum(entry => entry.Tally.CutBeforeTheServer) > 0);
        Assert.True(tallies.Sum(entry => entry.Tally.CutAfterTheServer) > 0);
    }

    private Task<KillTally> SteadyAgainAsync(int kills, int seed) =>
        RunAsync("steady-again", kills, seed, static (_, _) => { }, unknown: UnknownRows.None, resendAfter: Patience);

    private Task<KillTally> CutAgainAsync(int kills, int seed) =>
        RunAsync("cut-again", kills, seed, Cut, throttle: 1, unknown: UnknownRows.None, resendAfter: Patience);

    /// <summary>
    /// Invoices are listed later than anyone waits for them, now and then none at all, or without dates; responses are lost, and charges refused.
    /// </summary>
    private Task<KillTally> HostileAsync(int kills, int seed) =>
        RunAsync(
            "hostile",
            kills,
            seed,
            static (server, dice) =>
            {
                var before = server.Faults.Before!;
                server.Faults.Before = context =>
                    context.IsOf("ChargeOrganization") && dice.Next(6) == 0
                        ? throw new RpcException(new Status(StatusCode.ResourceExhausted, "slower"))
                        : before(context);
                server.Faults.Rewrite = response =>
                {
                    if (response is not GetInvoicesSummaryResponse summary)
                    {
                        return response;
                    }
                    HideYoung(server, summary, s_listsVeryLate);
                    switch (dice.Next(8))
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
                    if (context.IsOf("ChargeOrganization") && dice.Next(8) == 0)
                    {
                        context.GetHttpContext().Abort();
                    }
                    await PauseAsync(context, dice);
                };
            },
            listsAfter: s_listsVeryLate,
            unknown: UnknownRows.Any
        );

    private static void HideYoung(TestServer server, GetInvoicesSummaryResponse summary, TimeSpan age)
    {
        var young = server
            .World.Charges.Where(charge => charge.ReceivedAt > DateTimeOffset.UtcNow - age)
            .Select(charge => charge.InvoiceId)
            .ToHashSet();
        foreach (var invoice in summary.Invoices.Where(invoice => young.Contains(invoice.Id)).ToArray())
        {
            summary.Invoices.Remove(invoice);
        }
    }

    /// <summary>The server is sound, and takes its time before and after it charges.</summary>
    private Task<KillTally> SteadyAsync(int kills, int seed) => RunAsync("steady", kills, seed, static (_, _) => { });

    /// <summary>Every third connection is cut once the charge is made.</summary>
    private Task<KillTally> CutAsync(int kills, int seed) =>
        RunAsync("cut", kills, seed, Cut, throttle: 1, unknown: UnknownRows.Any);

    private static void Cut(TestServer server, Dice dice) =>
        server.Faults.After = async context =>
        {
            if (context.IsOf("ChargeOrganization") && dice.Next(3) == 0)
            {
                await CutAsync(server, context);
            }
            await PauseAsync(context, dice);
        };

    /// <summary>Every twentieth charge is made, and answered after the client has given up.</summary>
    private Task<KillTally> LateAsync(int kills, int seed) => RunAsync("late", kills, seed, static (server, dice) => server.Faults.After = async context =>
    {
        if (context.IsOf("ChargeOrganization") && dice.Next(20) == 0) await Task.Delay(4500);
        await PauseAsync(context, dice);
    }, unknown: UnknownRows.Any);

    /// <summary>An invoice is listed only some time after its charge was made, and every fifth answer is lost.</summary>
    private Task<KillTally> ListedLateAsync(int kills, int seed) => RunAsync("listed-late", kills, seed, static (server, dice) =>
    {
        server.Faults.Rewrite = response =>
        {
            if (response is not GetInvoicesSummaryResponse summary) return response;
            HideYoung(server, summary, s_listsAfter);
            return summary;
        };
        server.Faults.After = async context =>
        {
            if (context.IsOf("ChargeOrganization") && dice.Next(5) == 0) context.GetHttpContext().Abort();
            await PauseAsync(context, dice);
        };
    }, listsAfter: s_listsAfter, unknown: UnknownRows.Any);

    /// <summary>At two organizations the server makes some charges, then cuts the connection and lists no invoices any more: then nobody can know.</summary>
    private async Task<KillTally> DarkAsync(int kills, int seed)
    {
        var dark = new HashSet<string> { SandboxOrganizations.Acme, SandboxOrganizations.Cascade };
        var isDark = false;
        await using var server = await TestServer.StartAsync();
        var dice = Arrange(server, seed);
        var before = server.Faults.Before!;
        server.Faults.Before = context => isDark && Faults.RequestOf(context) is GetInvoicesSummaryRequest request && dark.Contains(request.OrgId)
            ? throw new RpcException(new Status(StatusCode.Internal, "dark"))
            : before(context);
        server.Faults.After = async context =>
        {
            if (Faults.RequestOf(context) is ChargeOrganizationRequest request && dark.Contains(request.OrgIdToCharge) && dice.Next(3) == 0)
            {
                isDark = true;
                context.GetHttpContext().Abort();
            }
            await PauseAsync(context, dice);
        };
        var batches = Create("dark", server, seed, StartDriver(server), dark, unknown: UnknownRows.Any);

        await batches.RunAsync(kills);

        // Whoever has an open entry is told so; once the server lists invoices again, the rest settles itself.
        isDark = false;
        server.Faults.After = context => PauseAsync(context, dice);
        await batches.RunAgainAsync();
        return batches.Tally;
    }

    /// <summary>The same, through the program that people run.</summary>
    private async Task<KillTally> HostAsync(int kills, int seed)
    {
        await using var server = await TestServer.StartAsync();
        Arrange(server, seed);
        var batches = Create("host", server, seed, (rows, ledger) => BatchProcess.Start(BuiltModule.PowerShell, ["-NoProfile", "-NonInteractive", "-Command", $$"""
            Import-Module '{{BuiltModule.Manifest}}'
            $ErrorActionPreference = 'SilentlyContinue'
            Connect-ViamBilling -Uri {{server.Address}} -TimeoutSec {{Patience}}
            'begun'
            [IO.File]::ReadAllLines('{{rows}}') | ForEach-Object {
                $c = $_ -split ','
                [pscustomobject] @{ OrganizationId = $c[0]; Subtotal = $c[1]; Tax = $c[2]; Description = $c[3]; Reference = $c[4] }
            } |
                New-ViamCharge -LedgerPath '{{ledger}}' -ReconcileTimeoutSec {{Patience}} -Confirm:$false -ErrorVariable failed |
                ForEach-Object { "charged`t$($_.Reference)`t$($_.InvoiceId)" }
            $failed | ForEach-Object { "error`t$($_.TargetObject)`t$(($_.FullyQualifiedErrorId -split ',')[0])" }
            exit [int] ($failed.Count -gt 0)
            """]));
        await batches.RunAsync(kills);
        return batches.Tally;
    }

    private async Task<KillTally> RunAsync(
        string name,
        int kills,
        int seed,
        Action<TestServer, Dice> break_,
        int throttle = 8,
        TimeSpan listsAfter = default,
        UnknownRows unknown = UnknownRows.Interrupted,
        int? resendAfter = null
    )
    {
        await using var server = await TestServer.StartAsync();
        break_(server, Arrange(server, seed));
        var batches = Create(
            name,
            server,
            seed,
            StartDriver(server, throttle, resendAfter),
            listsAfter: listsAfter,
            unknown: unknown
        );
        await batches.RunAsync(kills);
        return batches.Tally;
    }

    private KilledBatches Create(
        string name,
        TestServer server,
        int seed,
        Func<string, string, BatchProcess> start,
        HashSet<string>? hopeless = null,
        TimeSpan listsAfter = default,
        UnknownRows unknown = UnknownRows.Interrupted
    ) =>
        new(server, seed, Directory.CreateDirectory(_folder.PathOf(name)).FullName, start)
        {
            Hopeless = hopeless ?? [],
            ListsAfter = listsAfter,
            Unknown = unknown,
        };

    private static Func<string, string, BatchProcess> StartDriver(TestServer server, int throttle = 8, int? resendAfter = null) =>
        (rows, ledger) => BatchProcess.StartDriver(server, rows, ledger, Patience, throttle, resendAfter);

    /// <summary>Lets a server take its time over charges, so that kills strike in the middle of them.</summary>
    private static Dice Arrange(TestServer server, int seed)
    {
        var dice = new Dice(seed);
        server.Faults.Before = context => PauseAsync(context, dice);
        server.Faults.After = context => PauseAsync(context, dice);
        return dice;
    }

    // Whoever asked for a charge may be dead by now, and it is made all the same.
    private static Task PauseAsync(ServerCallContext context, Dice dice) => context.IsOf("ChargeOrganization") ? Task.Delay(dice.Next(20)) : Task.CompletedTask;

    private static Task CutAsync(TestServer server, ServerCallContext context)
    {
        server.CutConnections();
        return context.HangAsync();
    }

    private static void Tell(string line)
    {
        TestContext.Current.TestOutputHelper?.WriteLine(line);
        TestContext.Current.SendDiagnosticMessage(line);
    }

    private static int Setting(string name, int usual) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : usual;

    /// <summary>A source of chance that many calls share.</summary>
    private sealed class Dice(int seed)
    {
        private readonly Random _random = new(seed);

        public int Next(int limit)
        {
            lock (_random) return _random.Next(limit);
        }
    }
}
