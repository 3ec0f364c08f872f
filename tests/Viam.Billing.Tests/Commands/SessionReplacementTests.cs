using System.Management.Automation;
using Viam.Billing.Sandbox.SeedData;
using Viam.Billing.Sessions;
using Viam.Billing.Tests.Support;
using Viam.Billing.Tests.Support.Engine;
using Viam.Billing.Tests.Support.Servers;

namespace Viam.Billing.Tests.Commands;

/// <summary>Connecting again, which replaces the session.</summary>
public sealed class SessionReplacementTests : SessionTest
{
    private string ConnectQuietly =>
        $"Connect-ViamBilling {SandboxKeys.OwnerId} {SandboxKeys.OwnerKey} -Uri {Server.Address}";

    /// <summary>Simulates a runspace that connects while another one starts a request.</summary>
    [Fact]
    public async Task SessionAcquiredDuringCloseWhenIdleStaysOpen()
    {
        using var service = Client.Create(Server.Address, Client.Token("a-token-of-no-use"));
        BillingSession[] sessions = [.. Enumerable.Range(0, 50_000).Select(_ => new BillingSession(service))];
        using var together = new Barrier(2);
        var uses = new IDisposable?[sessions.Length];

        var closing = Task.Run(
            () => RunInLockstep(i => sessions[i].CloseWhenIdle()),
            TestContext.Current.CancellationToken
        );
        await Task.Run(
            () => RunInLockstep(i => uses[i] = sessions[i].Acquire()),
            TestContext.Current.CancellationToken
        );
        await closing;

        Assert.DoesNotContain(Enumerable.Range(0, sessions.Length), i => uses[i] is not null && !sessions[i].IsOpen);

        void RunInLockstep(Action<int> act)
        {
            for (var i = 0; i < sessions.Length; i++)
            {
                together.SignalAndWait(TestContext.Current.CancellationToken);
                act(i);
            }
        }
    }

    /// <summary>Simulates other runspaces that connect continuously.</summary>
    [Fact]
    public async Task CommandsContinueWhileDefaultSessionIsReplaced()
    {
        using var service = Client.Create(Server.Address, Client.Token("a-token-of-no-use"));
        using var over = new CancellationTokenSource();
        DefaultSession.Replace(new BillingSession(service));
        var replacing = Task.Run(
            () =>
            {
                while (!over.IsCancellationRequested)
                {
                    DefaultSession.Replace(new BillingSession(service));
                }
            },
            TestContext.Current.CancellationToken
        );

        // The command first needs a session, and then an organization, which the object doesn't have.
        var run = Run(
            "$none = [pscustomobject]@{ OrganizationId = $null }; 1..2000 | ForEach-Object { try { $none "
                + "| Get-ViamOutstandingBalance } catch { $_.FullyQualifiedErrorId -replace ',.*' } }"
        );
        await over.CancelAsync();
        await replacing;

        Assert.Empty(run.Errors);
        Assert.Equal(
            [("OrganizationRequired", 2000)],
            run.Output.CountBy(id => (string)id.BaseObject).Select(count => (count.Key, count.Value))
        );
    }

    [Fact]
    public void FailedConnectKeepsEarlierSession()
    {
        var earlier = Connect();

        AssertError(
            Run($"Connect-ViamBilling {SandboxKeys.OwnerId} wrong -Uri {Server.Address}").OnlyError,
            "AuthenticationFailed",
            ErrorCategory.AuthenticationError,
            null
        );

        Assert.Same(earlier, Assert.Single(Get<BillingSession>("Get-ViamBillingSession")));
        Assert.True(earlier.IsOpen);
        Assert.Single(RunSuccessfully(ReadOnce));
    }

    [Fact]
    public void FailedFirstConnectLeavesNoSession()
    {
        Assert.Single(Run($"Connect-ViamBilling {SandboxKeys.OwnerId} wrong -Uri {Server.Address}").Errors);

        Assert.Empty(RunSuccessfully("Get-ViamBillingSession"));
    }

    [Fact]
    public void ReplacedSessionReturnedByPassThruStaysOpen()
    {
        RunSuccessfully(
            $"$first = {ConnectQuietly} -OrganizationId {SandboxOrganizations.Cascade} -PassThru; "
                + $"{ConnectQuietly} -OrganizationId {SandboxOrganizations.Fernhill}"
        );

        Assert.Equal(
            SandboxOrganizations.Cascade,
            Assert.Single(Get<OrganizationBalance>("Get-ViamOutstandingBalance -Session $first")).OrganizationId
        );
        Assert.Equal(
            SandboxOrganizations.Fernhill,
            Assert.Single(Get<OrganizationBalance>("Get-ViamOutstandingBalance")).OrganizationId
        );
    }

    [Fact]
    public void ReplacedSessionReturnedByGetViamBillingSessionStaysOpen()
    {
        RunSuccessfully($"{ConnectQuietly}; $first = Get-ViamBillingSession; {ConnectQuietly}");

        Assert.Single(RunSuccessfully(ReadOnce + " -Session $first"));
    }

    [Fact]
    public void UnreferencedReplacedSessionIsClosed()
    {
        RunSuccessfully(ConnectQuietly);
        var first = DefaultSession.Current!;

        RunSuccessfully(ConnectQuietly);

        Assert.False(first.IsOpen);
        Assert.True(DefaultSession.Current!.IsOpen);
        Assert.NotSame(first, DefaultSession.Current);
    }

    [Fact]
    public void SessionReplacedByItsOwnPipelineIsClosedWhenPipelineEnds()
    {
        RunSuccessfully(ConnectQuietly);
        var first = DefaultSession.Current!;
        var stillOpen = new List<bool>();

        var balances = RunSuccessfully(
            "$organizations | Get-ViamOutstandingBalance -ThrottleLimit 1 "
                + $"| ForEach-Object {{ if (-not $replaced) {{ $replaced = $true; {ConnectQuietly} }}; "
                + $"$stillOpen.Add($first.IsOpen); $_ }}",
            ("organizations", Owned),
            ("first", first),
            ("stillOpen", stillOpen)
        );

        Assert.Equal(Owned, balances.Select(balance => Property<string>(balance, "OrganizationId")));
        Assert.Equal(Enumerable.Repeat(true, Owned.Length), stillOpen);
        Assert.False(first.IsOpen);
    }

    [Fact]
    public async Task ConcurrentConnectsWarn()
    {
        using var other = new PowerShellEngine();
        var arrived = new CountdownEvent(2);
        Server.Faults.On(
            "Authenticate",
            async context =>
            {
                arrived.Signal();
                while (!arrived.IsSet)
                {
                    await Task.Delay(10, context.CancellationToken);
                }
            }
        );
        var connect =
            $"Connect-ViamBilling -Uri {Server.Address} -ApiKeyId {SandboxKeys.OwnerId} -ApiKey {SandboxKeys.OwnerKey}";

        var runs = await Task.WhenAll(Task.Run(() => Run(connect)), Task.Run(() => other.Run(connect)));

        Assert.All(
            runs,
            run =>
            {
                Assert.Empty(run.Errors);
                Assert.StartsWith("Another Connect-ViamBilling ran at the same time.", Assert.Single(run.Warnings));
            }
        );
        Server.Faults.Before = null;
        RunSuccessfully(connect);
    }
}
