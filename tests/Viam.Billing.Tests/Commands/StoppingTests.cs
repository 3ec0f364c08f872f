using System.Management.Automation;
using Viam.Billing.Contract;
using Viam.Billing.Sandbox.SeedData;
using Viam.Billing.Sessions;
using Viam.Billing.Tests.Support.Engine;
using Viam.Billing.Tests.Support.Servers;

namespace Viam.Billing.Tests.Commands;

/// <summary>Pipelines that end early: requests in progress are canceled, and the session remains usable.</summary>
public sealed class StoppingTests : CmdletTest
{
    private const string All = "Get-ViamOutstandingBalance $ids";
    private static readonly TimeSpan s_second = TimeSpan.FromSeconds(1);

    private protected override void Prepare()
    {
        Connect();
        Engine.Run("Import-Module -Assembly $assembly", ("assembly", typeof(StopAfterFirstCommand).Assembly));
        Engine.Runspace.SessionStateProxy.SetVariable("ids", Owned);
    }

    [Theory]
    [InlineData(All + " | Stop-AfterFirst")]
    [InlineData("$ids | Get-ViamOutstandingBalance | Stop-AfterFirst")]
    [InlineData(":all while ($true) { " + All + " | ForEach-Object { $_; break all } }")]
    [InlineData("& { try { " + All + " | ForEach-Object { $_; throw 'enough' } } catch { } }")]
    public async Task RequestsInProgressAreCanceledWhenDownstreamStops(string script)
    {
        var hanging = HangingRequest.At(Server, "GetInvoicesSummary", IsNotOfAcme);

        var balance = Assert.Single(Get<OrganizationBalance>(script));

        Assert.Equal(SandboxOrganizations.Acme, balance.OrganizationId);
        await hanging.Cancelled;
        AssertSessionIsUsable();
    }

    [Theory]
    [InlineData("GetInvoicesSummary", All)]
    [InlineData("GetInvoicesSummary", "$ids | Get-ViamInvoice -ThrottleLimit 1")]
    [InlineData("ListOrganizations", "Get-ViamOrganization")]
    [InlineData("GetAvailableBillingTiers", "Get-ViamBillingTier")]
    public async Task StopEndsHangingRequestWithinOneSecond(string method, string script)
    {
        var hanging = HangingRequest.At(Server, method);
        using var running = new RunningScript(Engine, script);
        await hanging.Started;

        Assert.InRange(running.Stop(), TimeSpan.Zero, s_second);

        Assert.Empty(running.Output);
        await hanging.Cancelled;
        AssertSessionIsUsable();
    }

    [Fact]
    public async Task StopEndsHangingConnectWithinOneSecondWithoutSession()
    {
        DefaultSession.Close();
        var hanging = HangingRequest.At(Server, "Authenticate");
        using var running = new RunningScript(
            Engine,
            $"Connect-ViamBilling {SandboxKeys.OwnerId} {SandboxKeys.OwnerKey} -Uri {Server.Address}"
        );
        await hanging.Started;

        Assert.InRange(running.Stop(), TimeSpan.Zero, s_second);

        Assert.Null(DefaultSession.Current);
    }

    [Fact]
    public async Task OutputBeforeStopIsKept()
    {
        var hanging = HangingRequest.At(Server, "GetInvoicesSummary", IsNotOfAcme);
        using var running = new RunningScript(Engine, All);
        await running.FirstOutput;
        await hanging.Started;

        running.Stop();

        Assert.Equal(SandboxOrganizations.Acme, Property<string>(Assert.Single(running.Output), "OrganizationId"));
        AssertSessionIsUsable();
    }

    private static bool IsNotOfAcme(object request) =>
        request is GetInvoicesSummaryRequest { OrgId: not SandboxOrganizations.Acme };

    private void AssertSessionIsUsable()
    {
        Server.Faults.Before = null;
        Assert.Equal(Owned, Get<OrganizationBalance>(All).Select(balance => balance.OrganizationId));
    }
}
