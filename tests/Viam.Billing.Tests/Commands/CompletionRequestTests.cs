using System.Diagnostics;
using Grpc.Core;
using Viam.Billing.Sandbox.SeedData;
using Viam.Billing.Tests.Support.Servers;

namespace Viam.Billing.Tests.Commands;

/// <summary>Requests of argument completion.</summary>
public sealed class CompletionRequestTests : CompletionTest
{
    [Theory]
    [InlineData("Get-ViamInvoice -Organization ", "ListOrganizations")]
    [InlineData("Get-ViamLocationBillingOrganization -LocationId ", "ListLocations")]
    public async Task SlowResponseIsUsedByLaterCompletion(string typed, string method)
    {
        Connect($"-Organization {SandboxOrganizations.Acme}");
        // Something is known already, which must not count as all there is.
        RunSuccessfully("$null = Get-ViamOrganization -Organization " + SandboxOrganizations.Acme);
        var gate = new RequestGate();
        Server.Faults.On(method, gate.PassAsync);
        var early = Complete(typed).Count;
        await gate.Reached;

        gate.Open();

        Assert.InRange(early, 0, 1);
        for (var i = 0; Complete(typed).Count <= 1; i++)
        {
            Assert.InRange(i, 0, 40);
        }
        Assert.Equal(1, CountRequests(method));
    }

    [Fact]
    public void CompletionValuesAreRequestedOncePerSession()
    {
        Connect();
        RunSuccessfully($"$null = Get-ViamOrganization -OrganizationId {SandboxOrganizations.Acme}");

        Assert.Equal(6, Complete("Get-ViamInvoice -OrganizationId ").Count);
        Assert.Equal(6, Complete("Get-ViamLocation -OrganizationId ").Count);
        Assert.Equal(1, CountRequests("ListOrganizations"));
    }

    [Fact]
    public void CompletionUsesSpecifiedSession()
    {
        Connect();
        RunSuccessfully("$one = Connect-ViamBilling -Sandbox -PassThru");

        Assert.Equal(6, Complete("Get-ViamInvoice -Session $one -OrganizationId ").Count);
        Assert.Equal(0, CountRequests("ListOrganizations"));
    }

    [Fact]
    public void CompletionWithoutSessionIsEmptyAndWritesNoError()
    {
        Assert.Empty(Complete("Get-ViamInvoice -InvoiceId "));
        Assert.Empty(RunSuccessfully("$Error"));
    }

    [Fact]
    public void CompletionReturnsEarlyWhenServiceDoesNotRespond()
    {
        Connect();
        HangingRequest.At(Server, "ListOrganizations");
        Complete("Get-ViamInvoice -Status ");

        var clock = Stopwatch.StartNew();
        Assert.Empty(Complete("Get-ViamInvoice -OrganizationId "));

        // Much less than the session's timeout of 30 seconds; the exact time depends on the machine.
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));
        Assert.Empty(RunSuccessfully("$Error"));
    }

    [Fact]
    public void FailedCompletionWritesNoErrorAndIsRetried()
    {
        Connect();
        Server.Faults.Before = static context => throw new RpcException(new Status(StatusCode.PermissionDenied, "no"));
        Assert.Empty(Complete("Get-ViamInvoice -OrganizationId "));
        Assert.Empty(RunSuccessfully("$Error"));

        Server.Faults.Before = null;
        Assert.Equal(6, Complete("Get-ViamInvoice -OrganizationId ").Count);
    }
}
