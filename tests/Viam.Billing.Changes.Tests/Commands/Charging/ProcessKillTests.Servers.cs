using Grpc.Core;
using Viam.Billing.Contract;
using Viam.Billing.Sandbox.SeedData;
using Viam.Billing.Tests.Support;
using Viam.Billing.Tests.Support.Servers;

namespace Viam.Billing.Tests.Commands.Charging;

public sealed partial class ProcessKillTests
{
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
                        # Nothing is charged before this, so on a busy machine it may take more than one attempt.
                        foreach ($attempt in 1..5) {
                            Connect-ViamBilling -Uri {{server.Address}} -TimeoutSec {{TimeoutSec}}
                            if ($?) { break }
                            [Console]::Error.WriteLine($Error[0])
                        }
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
}
