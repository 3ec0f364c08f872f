using System.Management.Automation;
using Viam.Billing.Sandbox.SeedData;
using Viam.Billing.Sessions;
using Viam.Billing.Tests.Support.Servers;

namespace Viam.Billing.Tests.Commands;

/// <summary>Changes to a session without a new connection.</summary>
public sealed class SetSessionTests : CmdletTest
{
    private const string Acme = SandboxOrganizations.Acme;
    private const string Cascade = SandboxOrganizations.Cascade;

    [Theory]
    [InlineData("'Cascade Orchards'", 1)]
    [InlineData("CASCADE*", 1)]
    [InlineData(Cascade, 0)]
    public void DefaultOrganizationIsSetByIdOrExactName(string organization, int lists)
    {
        var session = Connect($"-Organization {Acme}");

        var run = Run($"Set-ViamBillingSession {organization}");

        if (organization.Contains('*'))
        {
            AssertError(run.OnlyError, "WildcardNotSupported", ErrorCategory.InvalidArgument, organization);
            Assert.Equal(Acme, session.OrganizationId);
            return;
        }
        Assert.Empty(run.Errors);
        Assert.Empty(run.Output);
        Assert.Equal(lists, CountRequests("ListOrganizations"));
        Assert.Equal(Cascade, session.OrganizationId);
        Assert.Equal(lists == 0 ? null : "Cascade Orchards", session.OrganizationName);
        Assert.Equal(Cascade, Get<Invoice>("Get-ViamInvoice -Latest 1").Single().OrganizationId);
        Assert.Same(session, DefaultSession.Current);
        Assert.Equal(1, CountRequests("Authenticate"));
    }

    [Theory]
    [InlineData("$null")]
    [InlineData("''")]
    public void NullOrEmptyTextRemovesDefaultOrganization(string nothing)
    {
        var session = Connect($"-Organization {Acme}");

        var changed = Assert.Single(Get<BillingSession>($"Set-ViamBillingSession -Organization {nothing} -PassThru"));

        Assert.Same(session, changed);
        Assert.Null(session.OrganizationId);
        Assert.StartsWith("OrganizationRequired,", Run("Get-ViamInvoice").OnlyError.FullyQualifiedErrorId);
    }

    [Fact]
    public void UnknownOrganizationChangesNothing()
    {
        var session = Connect($"-Organization {Acme} -TimeoutSec 7");

        AssertError(
            Run("Set-ViamBillingSession Nobody -TimeoutSec 9").OnlyError,
            "OrganizationNotFound",
            ErrorCategory.ObjectNotFound,
            "Nobody"
        );

        Assert.Equal((Acme, 7), (session.OrganizationId, session.TimeoutSec));
    }

    [Fact]
    public void TimeoutAppliesToLaterRequests()
    {
        var session = Connect($"-Organization {Acme} -TimeoutSec 300");
        RunSuccessfully("Set-ViamBillingSession -TimeoutSec 1");
        Assert.Equal(1, session.TimeoutSec);
        Server.Faults.On("GetInvoicesSummary", FaultExtensions.HangAsync);

        var error = Run("Get-ViamInvoice").OnlyError;

        AssertError(error, "DeadlineExceeded", ErrorCategory.OperationTimeout, Acme);
        Assert.Contains("within 1 s", error.Exception.Message);
    }

    [Fact]
    public void SpecifiedSessionIsChanged()
    {
        var shared = Connect($"-Organization {Acme}");

        RunSuccessfully(
            "$other = Connect-ViamBilling -Sandbox -PassThru; "
                + "Set-ViamBillingSession 'Fernhill Dairy (Vermont)' -TimeoutSec 5 -Session $other"
        );

        Assert.Equal((Acme, 30), (shared.OrganizationId, shared.TimeoutSec));
        Assert.Equal(
            ("Fernhill Dairy (Vermont)", 5),
            (DefaultSession.Current!.OrganizationName, DefaultSession.Current.TimeoutSec)
        );
    }

    [Fact]
    public void MissingSessionIsAnError() =>
        AssertError(
            Run("Set-ViamBillingSession -TimeoutSec 5").OnlyError,
            "NotConnected",
            ErrorCategory.ConnectionError,
            null
        );

    [Fact]
    public void DefaultOrganizationIsConnectedByName()
    {
        var session = Connect("-Organization 'cascade orchards'");

        Assert.Equal(("Cascade Orchards", Cascade), (session.OrganizationName, session.OrganizationId));
        Get<Invoice>("Get-ViamInvoice -Latest 1");
        Assert.Equal(1, CountRequests("ListOrganizations"));
    }

    [Fact]
    public void UnknownDefaultOrganizationKeepsTheEarlierSession()
    {
        var session = Connect();

        var error = Run(
            $"Connect-ViamBilling -Uri {Server.Address} -ApiKeyId {SandboxKeys.OwnerId} -ApiKey "
                + $"{SandboxKeys.OwnerKey} -Organization Nobody"
        ).OnlyError;

        AssertError(error, "OrganizationNotFound", ErrorCategory.ObjectNotFound, "Nobody");
        Assert.Same(session, DefaultSession.Current);
    }

    [Fact]
    public void WhatIfReportsAnOrganizationThatDoesNotExist()
    {
        Connect();

        var error = Run("Set-ViamBillingSession -Organization 'Acme Robotcs' -WhatIf").OnlyError;

        Assert.StartsWith("OrganizationNotFound,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("Did you mean 'Acme Robotics'?", error.Exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("run Get-ViamOrganization", error.ErrorDetails.RecommendedAction);
    }
}
