using System.Diagnostics;
using System.Management.Automation;
using Viam.Billing.Sandbox.SeedData;
using Viam.Billing.Tests.Support;
using Viam.Billing.Tests.Support.Engine;
using Viam.Billing.Tests.Support.Servers;

namespace Viam.Billing.Tests.Commands;

/// <summary>Closing, sharing, and removing the session.</summary>
public sealed class SessionTests : SessionTest
{
    private readonly TimeSpan _reimportTime = ModuleLifetime.ReimportTime;

    /// <summary>The session isn't closed while another engine uses the module.</summary>
    private protected override void Prepare() => EngineCache.Clear();

    private protected override void CleanUp() => ModuleLifetime.ReimportTime = _reimportTime;

    [Fact]
    public void MissingSessionIsNotReturnedAndReadRecommendsConnect()
    {
        Assert.Empty(RunSuccessfully("Get-ViamBillingSession"));

        var error = Run(ReadOnce).OnlyError;
        AssertError(error, "NotConnected", ErrorCategory.ConnectionError, null);
        Assert.Contains("Connect-ViamBilling", error.ErrorDetails.RecommendedAction);
        Assert.Empty(Server.Faults.RecordedCalls);
    }

    [Fact]
    public void DisconnectClosesDefaultSession()
    {
        var session = Connect();

        Assert.Empty(RunSuccessfully("Disconnect-ViamBilling"));

        Assert.False(session.IsOpen);
        Assert.Empty(RunSuccessfully("Get-ViamBillingSession"));
        AssertError(Run(ReadOnce).OnlyError, "NotConnected", ErrorCategory.ConnectionError, null);
        Assert.Empty(RunSuccessfully("Disconnect-ViamBilling"));
    }

    [Fact]
    public void DisconnectOfAnotherSessionKeepsDefaultSession()
    {
        var other = Connect();
        var shared = Connect();

        RunSuccessfully("$other | Disconnect-ViamBilling", ("other", other));

        Assert.False(other.IsOpen);
        Assert.True(shared.IsOpen);
        Assert.Single(RunSuccessfully(ReadOnce));
    }

    [Fact]
    public void ClosedSessionIsRejected()
    {
        var session = Connect();
        RunSuccessfully("Disconnect-ViamBilling");

        var error = Run(ReadOnce + " -Session $session", ("session", session)).OnlyError;

        AssertError(error, "SessionClosed", ErrorCategory.ConnectionError, session);
        Assert.Equal(0, CountRequests("GetInvoicesSummary"));
    }

    [Fact]
    public async Task DisconnectEndsRequestInProgressImmediately()
    {
        Connect();
        var hanging = HangingRequest.At(Server, "GetInvoicesSummary");
        var reading = Task.Run(() => Run(ReadOnce));
        await hanging.Started;
        using var other = new PowerShellEngine();
        var begun = Stopwatch.GetTimestamp();

        other.Run("Disconnect-ViamBilling");

        var run = await reading;
        Assert.InRange(Stopwatch.GetElapsedTime(begun), TimeSpan.Zero, TimeSpan.FromSeconds(1));
        AssertError(run.OnlyError, "SessionClosed", ErrorCategory.ConnectionError, SandboxOrganizations.Acme);
        await hanging.Cancelled;
    }

    [Fact]
    public void DefaultSessionIsSharedByAllRunspaces()
    {
        var session = Connect("-OrganizationId " + SandboxOrganizations.Cascade);
        using var other = new PowerShellEngine();

        Assert.Same(session, Assert.Single(other.Run("Get-ViamBillingSession").Of<BillingSession>()));
        Assert.Equal(
            SandboxOrganizations.Cascade,
            Assert.Single(other.Run("Get-ViamOutstandingBalance").Of<OrganizationBalance>()).OrganizationId
        );
    }

    [Fact]
    public void RemovingModuleClosesSession()
    {
        ModuleLifetime.ReimportTime = TimeSpan.FromMilliseconds(200);
        var session = Connect();

        RunSuccessfully("Remove-Module Viam.Billing");

        AssertCloses(session);
    }

    [Fact]
    public void RemovingModuleKeepsSessionUsedByAnotherRunspace()
    {
        ModuleLifetime.ReimportTime = TimeSpan.FromMilliseconds(200);
        var session = Connect();
        using var other = new PowerShellEngine();

        RunSuccessfully("Remove-Module Viam.Billing");

        Assert.True(session.IsOpen);
        Assert.Single(other.Run(ReadOnce).Output);
        other.Run("Remove-Module Viam.Billing");
        AssertCloses(session);
    }

    [Fact]
    public void ClosedRunspaceDoesNotKeepSessionOpen()
    {
        ModuleLifetime.ReimportTime = TimeSpan.FromMilliseconds(200);
        var session = Connect();
        new PowerShellEngine().Dispose();

        RunSuccessfully("Remove-Module Viam.Billing");

        AssertCloses(session);
    }

    [Fact]
    public void RemovingModuleImportedTwiceClosesSession()
    {
        ModuleLifetime.ReimportTime = TimeSpan.FromMilliseconds(200);
        var session = Connect();

        RunSuccessfully("Import-Module $manifest; Remove-Module Viam.Billing", ("manifest", BuiltModule.Manifest));

        AssertCloses(session);
    }

    [Theory]
    [InlineData("Import-Module $manifest -Force")]
    [InlineData("Remove-Module Viam.Billing; Import-Module $manifest")]
    public async Task ImportingTheModuleAgainKeepsTheSession(string script)
    {
        var session = Connect($"-OrganizationId {SandboxOrganizations.Acme}");

        RunSuccessfully(script, ("manifest", BuiltModule.Manifest));

        Assert.Same(session, Assert.Single(Get<BillingSession>("Get-ViamBillingSession")));
        await Task.Delay(ModuleLifetime.ReimportTime * 1.5, TestContext.Current.CancellationToken);
        Assert.True(session.IsOpen);
        Assert.Single(RunSuccessfully("Get-ViamInvoice -Latest 1"));
    }

    /// <summary>The session stays open for a moment, because Import-Module -Force removes the module first.</summary>
    private static void AssertCloses(BillingSession session) =>
        Assert.True(SpinWait.SpinUntil(() => !session.IsOpen, TimeSpan.FromSeconds(15)));
}
