using Grpc.Core;
using Viam.Billing.Contract;
using Viam.Billing.Sandbox.SeedData;
using Viam.Billing.Tests.Support.Servers;

namespace Viam.Billing.Tests.Commands;

/// <summary>Organizations from the pipeline, which are read concurrently.</summary>
public sealed class PipelineTests : PipelineTest
{
    private static readonly string[] s_locations =
    [
        SandboxLocations.AcmeFactory,
        SandboxLocations.AcmeAssemblyLine,
        SandboxLocations.AcmeTestYard,
        SandboxLocations.LumiereWarehouse,
    ];

    private static readonly string[] s_reversed = [.. Owned.Reverse()];

    [Fact]
    public void TokenExpiringDuringPipelineIsRenewedOnceAndNoResultIsLost()
    {
        string[] ids = [.. Enumerable.Range(0, 200).Select(i => s_locations[i % s_locations.Length])];
        var calls = 0;
        string? first = null;
        Server.Faults.Before = context =>
        {
            if (context.Method.EndsWith("/Authenticate", StringComparison.Ordinal))
            {
                return Task.CompletedTask;
            }

            var token = context.RequestHeaders.GetValue("authorization");
            first ??= token;
            return token == first && Interlocked.Increment(ref calls) > 90
                ? throw new RpcException(new Status(StatusCode.Unauthenticated, "expired"))
                : Task.CompletedTask;
        };
        var before = Server.State.AuthenticationCount;

        var payers = Get<LocationBillingOrganization>("$ids | Get-ViamLocationBillingOrganization", ("ids", ids));

        Assert.Equal(ids, payers.Select(payer => payer.LocationId));
        Assert.Equal(1, Server.State.AuthenticationCount - before);
    }

    [Fact]
    public void RetryPushbackDelaysPipelineWithoutErrors()
    {
        var calls = new System.Collections.Concurrent.ConcurrentDictionary<string, int>();
        Server.Faults.Before = context =>
            !context.IsOf("GetInvoicesSummary") ? Task.CompletedTask
            : calls.AddOrUpdate(
                ((GetInvoicesSummaryRequest)Faults.RequestOf(context)).OrgId,
                1,
                static (_, count) => count + 1
            ) > 6
                ? Task.CompletedTask
            : throw new RpcException(
                new Status(StatusCode.ResourceExhausted, "slowly"),
                new Metadata { { "grpc-retry-pushback-ms", "10" } }
            );

        var balances = Get<OrganizationBalance>("$ids | Get-ViamOutstandingBalance -ThrottleLimit 3", ("ids", Owned));

        Assert.Equal(Owned, balances.Select(balance => balance.OrganizationId));
        Assert.All(calls.Values, count => Assert.Equal(7, count));
    }

    [Theory]
    [InlineData("Get-ViamOutstandingBalance $ids")]
    [InlineData("Get-ViamOutstandingBalance -OrgId $ids")]
    [InlineData("$ids | Get-ViamOutstandingBalance")]
    [InlineData("$ids | ForEach-Object { [guid]$_ } | Get-ViamOutstandingBalance")]
    [InlineData("$ids | ForEach-Object { [pscustomobject]@{ OrganizationId = $_ } } | Get-ViamOutstandingBalance")]
    [InlineData("$ids | ForEach-Object { [pscustomobject]@{ OrgId = $_ } } | Get-ViamOutstandingBalance")]
    [InlineData(
        "$ids | ForEach-Object { [pscustomobject]@{ OrganizationId = [guid]$_ } } | Get-ViamOutstandingBalance"
    )]
    [InlineData("[pscustomobject]@{ OrganizationId = $ids } | Get-ViamOutstandingBalance")]
    [InlineData("[pscustomobject]@{ OrganizationId = [guid[]]$ids } | Get-ViamOutstandingBalance")]
    [InlineData("Get-ViamOutstandingBalance ([guid[]]$ids)")]
    [InlineData("Get-ViamOrganization -OrganizationId $ids | Get-ViamOutstandingBalance")]
    [InlineData("$ids | Get-ViamOrganization | Get-ViamBillingInformation")]
    [InlineData("$ids | Get-ViamOrganization | Get-ViamCurrentMonthUsage")]
    [InlineData("$ids | Get-ViamInvoice -Latest 1 | Get-ViamOutstandingBalance")]
    public void OrganizationsBindByValueAndByPropertyName(string script) =>
        Assert.Equal(
            s_reversed,
            RunSuccessfully(script, ("ids", s_reversed)).Select(item => Property<string>(item, "OrganizationId"))
        );

    [Fact]
    public void OrganizationIdIsTrimmedAndConvertedToLowercase()
    {
        var balance = Assert.Single(
            Get<OrganizationBalance>(
                "Get-ViamOutstandingBalance $id",
                ("id", $" {SandboxOrganizations.Acme.ToUpperInvariant()} ")
            )
        );

        Assert.Equal(SandboxOrganizations.Acme, balance.OrganizationId);
        Assert.Equal(SandboxOrganizations.Acme, Assert.Single(Requests<GetInvoicesSummaryRequest>()).OrgId);
    }

    [Fact]
    public void OutputKeepsInputOrderWhenResponsesArriveInReverseOrder()
    {
        // The response for each organization is sent only after the response for the next one.
        var answered = Owned.ToDictionary(
            id => id,
            _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)
        );
        var order = new List<string>();
        Server.Faults.Before = async context =>
        {
            if (Faults.RequestOf(context) is not GetInvoicesSummaryRequest request)
            {
                return;
            }

            var next = Array.IndexOf(Owned, request.OrgId) + 1;
            if (next < Owned.Length)
            {
                await answered[Owned[next]].Task.WaitAsync(context.CancellationToken);
            }

            lock (order)
            {
                order.Add(request.OrgId);
            }

            answered[request.OrgId].SetResult();
        };

        var balances = Get<OrganizationBalance>("$ids | Get-ViamOutstandingBalance", ("ids", Owned));

        Assert.Equal(s_reversed, order);
        Assert.Equal(Owned, balances.Select(balance => balance.OrganizationId));
    }

    [Theory]
    [InlineData("-ThrottleLimit 1", 1)]
    [InlineData("-ThrottleLimit 3", 3)]
    [InlineData("", 16)]
    public void RequestsRunConcurrentlyUpToThrottleLimit(string parameters, int limit)
    {
        var asked = Enumerable.Repeat(s_locations, 2 + (limit / 2)).SelectMany(ids => ids).ToArray();
        var full = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var (now, peak) = (0, 0);
        Server.Faults.Before = async context =>
        {
            if (!context.IsOf("GetLocationBillingOrganization"))
            {
                return;
            }
            lock (full)
            {
                peak = Math.Max(peak, ++now);
                if (now == limit)
                {
                    full.TrySetResult();
                }
            }
            // All requests wait until the limit is reached, and a moment longer in case the limit is exceeded.
            await full.Task.WaitAsync(context.CancellationToken);
            await Task.Delay(20);
            lock (full)
            {
                now--;
            }
        };

        var payers = Get<LocationBillingOrganization>(
            $"$ids | Get-ViamLocationBillingOrganization {parameters}",
            ("ids", asked)
        );

        Assert.Equal(asked, payers.Select(payer => payer.LocationId));
        Assert.Equal(limit, peak);
    }

    [Fact]
    public void FirstResultIsReturnedWhileOtherRequestsAreInProgress()
    {
        var acmeCameOut = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Server.Faults.Before = context =>
            Faults.RequestOf(context) is GetInvoicesSummaryRequest { OrgId: SandboxOrganizations.Cascade }
                ? acmeCameOut.Task.WaitAsync(TimeSpan.FromSeconds(5))
                : Task.CompletedTask;

        var balances = RunSuccessfully(
            $"Get-ViamOutstandingBalance {SandboxOrganizations.Acme}, {SandboxOrganizations.Cascade} "
                + $"| ForEach-Object {{ $null = $out.TrySetResult(); $_ }}",
            ("out", acmeCameOut)
        );

        Assert.Equal(2, balances.Count);
    }

    [Fact]
    public void CmdletsCanBeChainedInPipeline() =>
        Assert.Equal(
            [
                SandboxOrganizations.Acme,
                SandboxOrganizations.Acme,
                SandboxOrganizations.Acme,
                SandboxOrganizations.Acme,
                SandboxOrganizations.Bluewater,
            ],
            Get<LocationBillingOrganization>(
                    "Get-ViamOrganization | Get-ViamLocation | Get-ViamLocationBillingOrganization"
                )
                .Take(5)
                .Select(payer => payer.BillingOrganizationId)
        );
}
