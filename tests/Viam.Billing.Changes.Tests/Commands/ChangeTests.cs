using System.Management.Automation;
using Grpc.Core;
using Viam.Billing.Contract;
using Viam.Billing.Sandbox.SeedData;
using Viam.Billing.Tests.Support.Servers;

namespace Viam.Billing.Tests.Commands;

/// <summary>Changes to tiers and billing organizations: the requests sent and their effects.</summary>
public sealed class ChangeTests : ChangeTest
{
    [Theory]
    [InlineData($"Set-ViamBillingTier {Acme} growth")]
    [InlineData($"Set-ViamLocationBillingOrganization {SandboxLocations.AcmeTestYard} {Harborlight}")]
    [InlineData($"Send-ViamPaymentRequiredEmail {SandboxOrganizations.Lumiere} {Harborlight}")]
    [InlineData($"Enable-ViamBillingService {Acme} -AddressLine1 a -City c -State s -ZipCode z -Country US")]
    [InlineData($"Set-ViamBillingService {Harborlight} -AddressLine1 a -City c -State s -ZipCode z -Country US")]
    [InlineData($"Disable-ViamBillingService {Harborlight}")]
    public void WhatIfChangesNothing(string change)
    {
        Assert.Empty(RunSuccessfully(change + " -WhatIf"));
        Assert.Empty(
            RunSuccessfully("$WhatIfPreference = $true; try { " + change + " } finally { $WhatIfPreference = $false }")
        );

        // Only what the announcement shows is read.
        Assert.All(
            Server.Faults.RecordedCalls.Select(call => call.Method.Split('/')[^1]),
            method => Assert.Matches("^(Authenticate$|List|Get)", method)
        );
    }

    [Theory]
    [InlineData(
        $"Enable-ViamBillingService {Acme} -AddressLine1 a -City c -State s -ZipCode z -Country US",
        "GetBillingServiceConfig"
    )]
    [InlineData(
        $"Set-ViamBillingService {Harborlight} -AddressLine1 a -City c -State s -ZipCode z -Country US",
        "GetBillingServiceConfig"
    )]
    [InlineData($"Disable-ViamBillingService {Harborlight} -Confirm:$false", "GetOrganization")]
    public void FailedReadBackReportsThatChangeWasMade(string change, string rpc)
    {
        Server.Faults.Refuse(rpc, StatusCode.PermissionDenied, "not you");

        var error = Run(change + " -PassThru").OnlyError;

        AssertError(error, "ReadBackFailed", ErrorCategory.PermissionDenied, change.Split(' ')[1]);
        Assert.StartsWith(
            "The change was made, but its result couldn't be read: ",
            error.Exception.Message,
            StringComparison.Ordinal
        );
        Assert.StartsWith(
            "Don't make the change again.",
            error.ErrorDetails.RecommendedAction,
            StringComparison.Ordinal
        );
        var cause = Assert.IsType<BillingException>(error.Exception);
        Assert.Equal(
            (BillingError.PermissionDenied, "PERMISSION_DENIED", "not you"),
            (cause.Error, cause.GrpcStatus, cause.ServerMessage)
        );
        Assert.Equal(1, CountRequests(rpc));
    }

    [Fact]
    public void SetTierSendsOneRequestAndTierIsUpdated()
    {
        Assert.Empty(RunSuccessfully($"Set-ViamBillingTier {Acme} growth -Confirm:$false"));

        Assert.Equal(
            new UpdateOrganizationBillingTierRequest { OrganizationId = Acme, BillingTier = "growth" },
            Assert.Single(Requests<UpdateOrganizationBillingTierRequest>())
        );
        Assert.Equal(
            "growth",
            Assert.Single(Get<BillingInformation>($"Get-ViamBillingInformation {Acme}")).BillingTier
        );
    }

    [Fact]
    public void PassThruReturnsOrganizationsWithTier()
    {
        var set = Get<OrganizationBillingTier>(
            "$ids | Set-ViamBillingTier -BillingTier partner -PassThru -Confirm:$false",
            ("ids", Owned)
        );

        Assert.Equal(Owned.Select(id => (id, "partner")), set.Select(tier => (tier.OrganizationId, tier.BillingTier!)));
    }

    [Fact]
    public void TierBindsFromPipelineByPropertyName()
    {
        var set = Get<OrganizationBillingTier>(
            $"Get-ViamBillingInformation {Harborlight}, {Acme} | Set-ViamBillingTier -PassThru -Confirm:$false"
        );

        Assert.Equal(
            [(Harborlight, "partner"), (Acme, "enterprise")],
            set.Select(tier => (tier.OrganizationId, tier.BillingTier))
        );
    }

    [Fact]
    public void UnknownTierFailsWithInvalidRequestFromServiceThatDoesNotListTiers()
    {
        Server.Faults.Refuse("GetAvailableBillingTiers", StatusCode.Unimplemented, "no tiers");

        var error = Run($"Set-ViamBillingTier {Acme} platinum -Confirm:$false").OnlyError;

        AssertError(error, "InvalidRequest", ErrorCategory.InvalidArgument, Acme);
        Assert.Contains("unknown billing tier \"platinum\"", error.Exception.Message);
    }

    [Fact]
    public void SetLocationBillingOrganizationSendsOneRequestAndIsUpdated()
    {
        Assert.Empty(
            RunSuccessfully(
                $"Set-ViamLocationBillingOrganization {SandboxLocations.AcmeTestYard} "
                    + $"{Harborlight.ToUpperInvariant()} -Confirm:$false"
            )
        );

        Assert.Equal(
            new UpdateLocationBillingOrganizationRequest
            {
                LocationId = SandboxLocations.AcmeTestYard,
                BillingOrganizationId = Harborlight,
            },
            Assert.Single(Requests<UpdateLocationBillingOrganizationRequest>())
        );
        Assert.Equal(
            Harborlight,
            Assert
                .Single(
                    Get<LocationBillingOrganization>(
                        $"Get-ViamLocationBillingOrganization {SandboxLocations.AcmeTestYard}"
                    )
                )
                .BillingOrganizationId
        );
    }

    [Fact]
    public void PipedLocationsAreAssignedToOneBillingOrganization()
    {
        var set = Get<LocationBillingOrganization>(
            $"Get-ViamLocation {Acme} | Set-ViamLocationBillingOrganization -BillingOrganizationId "
                + $"{Harborlight} -PassThru -Confirm:$false"
        );

        Assert.Equal(
            Get<Location>($"Get-ViamLocation {Acme}").Select(location => (location.LocationId, Harborlight)),
            set.Select(payer => (payer.LocationId, payer.BillingOrganizationId!))
        );
        Assert.All(
            Get<LocationBillingOrganization>($"Get-ViamLocation {Acme} | Get-ViamLocationBillingOrganization"),
            payer => Assert.Equal(Harborlight, payer.BillingOrganizationId)
        );
    }

    [Fact]
    public void BillingOrganizationsAreReturnedInLocationOrder()
    {
        var run = Run(
            $"'{SandboxLocations.LumiereWarehouse}', 'nowhere', '{SandboxLocations.AcmeFactory}' "
                + "| Get-ViamLocationBillingOrganization"
        );

        Assert.Equal(
            [(SandboxLocations.LumiereWarehouse, Harborlight), (SandboxLocations.AcmeFactory, Acme)],
            run.Of<LocationBillingOrganization>().Select(payer => (payer.LocationId, payer.BillingOrganizationId))
        );
        AssertError(run.OnlyError, "LocationNotFound", ErrorCategory.ObjectNotFound, "nowhere");
    }

    [Fact]
    public void UnknownBillingOrganizationIsRejectedBeforeSending()
    {
        AssertError(
            Run($"Set-ViamLocationBillingOrganization {SandboxLocations.AcmeTestYard} Harborlight").OnlyError,
            "OrganizationNotFound",
            ErrorCategory.ObjectNotFound,
            "Harborlight"
        );

        Assert.Equal(0, CountRequests("UpdateLocationBillingOrganization"));
    }

    [Theory]
    [InlineData($"Set-ViamBillingTier {Acme} ' '")]
    [InlineData($"Set-ViamBillingTier {Acme} ''")]
    [InlineData($"Set-ViamLocationBillingOrganization ' ' {Harborlight}")]
    [InlineData("Get-ViamLocationBillingOrganization ' '")]
    [InlineData($"Enable-ViamBillingService {Acme} -AddressLine1 ' ' -City c -State s -ZipCode z -Country US")]
    [InlineData($"Enable-ViamBillingService {Acme} -AddressLine1 a -City ' ' -State s -ZipCode z -Country US")]
    [InlineData($"Enable-ViamBillingService {Acme} -AddressLine1 a -City c -State \"`t\" -ZipCode z -Country US")]
    [InlineData($"Set-ViamBillingService {Harborlight} -AddressLine1 a -City c -State s -ZipCode ' ' -Country US")]
    [InlineData($"Set-ViamBillingService {Harborlight} -AddressLine1 a -City c -State s -ZipCode z -Country ' '")]
    public void BlankInputIsRejectedBeforeSending(string script)
    {
        Assert.StartsWith("Parameter", Run(script).OnlyError.FullyQualifiedErrorId);

        Assert.Single(Server.Faults.RecordedCalls);
    }
}
