using System.Diagnostics;
using System.Management.Automation;
using Viam.Billing.Sandbox.SeedData;
using Viam.Billing.Sessions;
using Viam.Billing.Tests.Support;
using Viam.Billing.Tests.Support.Engine;
using Viam.Billing.Tests.Support.Servers;

namespace Viam.Billing.Tests.Commands;

public sealed class SessionTests : CmdletTest
{
    private const string ReadOnce = $"Get-ViamOutstandingBalance {SandboxOrganizations.Acme}";

    private string ConnectQuietly => $"Connect-ViamBilling {SandboxKeys.OwnerId} {SandboxKeys.OwnerKey} -Uri {Server.Address}";

    [Fact]
    public void WithoutASessionThereIsNothingToGetAndReadingSaysHowToConnect()
    {
        Assert.Empty(Succeed("Get-ViamBillingSession"));

        var error = Run(ReadOnce).OnlyError;
        AssertError(error, "NotConnected", ErrorCategory.ConnectionError, null);
        Assert.Contains("Connect-ViamBilling", error.ErrorDetails.RecommendedAction);
        Assert.Empty(Server.Faults.Seen);
    }

    /// <summary>As where one of several runspaces connects while another begins a call.</summary>
    [Fact]
    public async Task ASessionThatIsGivenUpIsNotEndedForWhoHasJustBegunToUseIt()
    {
        using var service = Client.Create(Server.Address, Client.Token("a-token-of-no-use"));
        BillingSession[] sessions = [.. Enumerable.Range(0, 50_000).Select(_ => new BillingSession(service))];
        using var together = new Barrier(2);
        var uses = new IDisposable?[sessions.Length];

        var retiring = Task.Run(() => EachTogether(i => sessions[i].CloseWhenIdle()), TestContext.Current.CancellationToken);
        await Task.Run(() => EachTogether(i => uses[i] = sessions[i].Acquire()), TestContext.Current.CancellationToken);
        await retiring;

        Assert.DoesNotContain(Enumerable.Range(0, sessions.Length), i => uses[i] is not null && !sessions[i].IsOpen);

        void EachTogether(Action<int> act)
        {
            for (var i = 0; i < sessions.Length; i++)
            {
                together.SignalAndWait(TestContext.Current.CancellationToken);
                act(i);
            }
        }
    }

    /// <summary>As where other runspaces connect all the time.</summary>
    [Fact]
    public async Task WhereAnotherSessionBecomesTheSharedOneThatOneIsUsed()
    {
        using var service = Client.Create(Server.Address, Client.Token("a-token-of-no-use"));
        using var over = new CancellationTokenSource();
        DefaultSession.Replace(new BillingSession(service));
        var replacing = Task.Run(() =>
        {
            while (!over.IsCancellationRequested) DefaultSession.Replace(new BillingSession(service));
        }, TestContext.Current.CancellationToken);

        // It needs the session, and then an organization.
        var run = Run("1..2000 | ForEach-Object { try { Get-ViamOutstandingBalance } catch { $_.FullyQualifiedErrorId -replace ',.*' } }");
        await over.CancelAsync();
        await replacing;

        Assert.Empty(run.Errors);
        Assert.Equal([("OrganizationRequired", 2000)], run.Output.CountBy(id => (string)id.BaseObject).Select(count => (count.Key, count.Value)));
    }

    [Fact]
    public void AFailedConnectLeavesTheEarlierSession()
    {
        var earlier = Connect();

        AssertError(Run($"Connect-ViamBilling {SandboxKeys.OwnerId} wrong -Uri {Server.Address}").OnlyError, "AuthenticationFailed", ErrorCategory.AuthenticationError, null);

        Assert.Same(earlier, Assert.Single(Get<BillingSession>("Get-ViamBillingSession")));
        Assert.True(earlier.IsOpen);
        Assert.Single(Succeed(ReadOnce));
    }

    [Fact]
    public void AFailedFirstConnectLeavesNoSession()
    {
        Assert.Single(Run($"Connect-ViamBilling {SandboxKeys.OwnerId} wrong -Uri {Server.Address}").Errors);

        Assert.Empty(Succeed("Get-ViamBillingSession"));
    }

    [Fact]
    public void AReplacedSessionThatWasHandedOutGoesOn()
    {
        Succeed($"$first = {ConnectQuietly} -OrganizationId {SandboxOrganizations.Cascade} -PassThru; {ConnectQuietly} -OrganizationId {SandboxOrganizations.Fernhill}");

        Assert.Equal(SandboxOrganizations.Cascade, Assert.Single(Get<OrganizationBalance>("Get-ViamOutstandingBalance -Session $first")).OrganizationId);
        Assert.Equal(SandboxOrganizations.Fernhill, Assert.Single(Get<OrganizationBalance>("Get-ViamOutstandingBalance")).OrganizationId);
    }

    [Fact]
    public void AReplacedSessionThatGetViamBillingSessionHandedOutGoesOn()
    {
        Succeed($"{ConnectQuietly}; $first = Get-ViamBillingSession; {ConnectQuietly}");

        Assert.Single(Succeed(ReadOnce + " -Session $first"));
    }

    [Fact]
    public void AReplacedSessionThatNobodyHoldsIsEnded()
    {
        Succeed(ConnectQuietly);
        var first = DefaultSession.Current!;

        Succeed(ConnectQuietly);

        Assert.False(first.IsOpen);
        Assert.True(DefaultSession.Current!.IsOpen);
        Assert.NotSame(first, DefaultSession.Current);
    }

    [Fact]
    public void ASessionReplacedByItsOwnPipelineEndsWithThePipeline()
    {
        Succeed(ConnectQuietly);
        var first = DefaultSession.Current!;
        var stillOpen = new List<bool>();

        var balances = Succeed(
            $"$organizations | Get-ViamOutstandingBalance -ThrottleLimit 1 | ForEach-Object {{ if (-not $replaced) {{ $replaced = $true; {ConnectQuietly} }}; $stillOpen.Add($first.IsOpen); $_ }}",
            ("organizations", Owned), ("first", first), ("stillOpen", stillOpen));

        Assert.Equal(Owned, balances.Select(balance => Property<string>(balance, "OrganizationId")));
        Assert.Equal(Enumerable.Repeat(true, Owned.Length), stillOpen);
        Assert.False(first.IsOpen);
    }

    [Fact]
    public void DisconnectEndsTheSharedSession()
    {
        var session = Connect();

        Assert.Empty(Succeed("Disconnect-ViamBilling"));

        Assert.False(session.IsOpen);
        Assert.Empty(Succeed("Get-ViamBillingSession"));
        AssertError(Run(ReadOnce).OnlyError, "NotConnected", ErrorCategory.ConnectionError, null);
        Assert.Empty(Succeed("Disconnect-ViamBilling"));
    }

    [Fact]
    public void DisconnectOfAnotherSessionLeavesTheSharedOne()
    {
        var other = Connect();
        var shared = Connect();

        Succeed("$other | Disconnect-ViamBilling", ("other", other));

        Assert.False(other.IsOpen);
        Assert.True(shared.IsOpen);
        Assert.Single(Succeed(ReadOnce));
    }

    [Fact]
    public void ASessionThatHasEndedIsRefused()
    {
        var session = Connect();
        Succeed("Disconnect-ViamBilling");

        var error = Run(ReadOnce + " -Session $session", ("session", session)).OnlyError;

        AssertError(error, "SessionClosed", ErrorCategory.ConnectionError, session);
        Assert.Equal(0, Sent("GetInvoicesSummary"));
    }

    [Fact]
    public async Task DisconnectFailsWhatIsUnderWayAtOnce()
    {
        Connect();
        var hanging = HangingCall.At(Server, "GetInvoicesSummary");
        var reading = Task.Run(() => Run(ReadOnce));
        await hanging.Begun;
        using var other = new PowerShellEngine();
        var begun = Stopwatch.GetTimestamp();

        other.Run("Disconnect-ViamBilling");

        var run = await reading;
        Assert.InRange(Stopwatch.GetElapsedTime(begun), TimeSpan.Zero, TimeSpan.FromSeconds(1));
        AssertError(run.OnlyError, "SessionClosed", ErrorCategory.ConnectionError, SandboxOrganizations.Acme);
        await hanging.Cancelled;
    }

    [Fact]
    public void EveryRunspaceSeesTheSharedSession()
    {
        var session = Connect("-OrganizationId " + SandboxOrganizations.Cascade);
        using var other = new PowerShellEngine();

        Assert.Same(session, Assert.Single(other.Run("Get-ViamBillingSession").Of<BillingSession>()));
        Assert.Equal(SandboxOrganizations.Cascade, Assert.Single(other.Run("Get-ViamOutstandingBalance").Of<OrganizationBalance>()).OrganizationId);
    }

    [Fact]
    public void RemovingTheModuleEndsTheSession()
    {
        var session = Connect();

        Succeed("Remove-Module Viam.Billing");

        Assert.False(session.IsOpen);
    }

    [Fact]
    public void RemovingTheModuleLeavesTheSessionToAnotherRunspaceThatHasIt()
    {
        var session = Connect();
        using var other = new PowerShellEngine();

        Succeed("Remove-Module Viam.Billing");

        Assert.True(session.IsOpen);
        Assert.Single(other.Run(ReadOnce).Output);
        other.Run("Remove-Module Viam.Billing");
        Assert.False(session.IsOpen);
    }

    [Fact]
    public void ARunspaceThatWasClosedDoesNotKeepTheSession()
    {
        var session = Connect();
        new PowerShellEngine().Dispose();

        Succeed("Remove-Module Viam.Billing");

        Assert.False(session.IsOpen);
    }

    [Fact]
    public void ImportingTwiceAndRemovingOnceEndsTheSession()
    {
        var session = Connect();

        Succeed("Import-Module $manifest; Remove-Module Viam.Billing", ("manifest", BuiltModule.Manifest));

        Assert.False(session.IsOpen);
    }
}
