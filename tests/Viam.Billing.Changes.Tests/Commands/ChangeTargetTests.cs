using System.Management.Automation;
using Grpc.Core;
using Viam.Billing.Contract;
using Viam.Billing.Sandbox.SeedData;
using Viam.Billing.Tests.Support.Engine;
using Viam.Billing.Tests.Support.Servers;

namespace Viam.Billing.Tests.Commands;

/// <summary>A change is sent for what its target means, and for the same target in the order of the input.</summary>
public sealed class ChangeTargetTests : ChangeTest
{
    private const string Lumiere = SandboxOrganizations.Lumiere;
    private const string AssemblyLine = SandboxLocations.AcmeAssemblyLine;

    [Fact]
    public void NameOfALocationThatCannotBeReadIsNotSentAsAnId()
    {
        Server.Faults.Refuse("GetLocationBillingOrganization", StatusCode.PermissionDenied, "not you");

        RunSuccessfully($"Set-ViamLocationBillingOrganization 'assembly line' {Harborlight} -Confirm:$false");

        Assert.Equal([AssemblyLine], ChangedLocations());
    }

    [Fact]
    public void PromptShowsTheLocationOfANameThatCannotBeRead()
    {
        Server.Faults.Refuse("GetLocationBillingOrganization", StatusCode.PermissionDenied, "not you");
        var host = new FakePSHost { Choice = "Yes" };
        using var engine = EngineCache.Take(host);

        Assert.Empty(engine.Run($"Set-ViamLocationBillingOrganization 'assembly line' {Harborlight}").Errors);

        Assert.Contains($"Assembly Line ({AssemblyLine})", Assert.Single(host.Prompts), StringComparison.Ordinal);
        Assert.Equal([AssemblyLine], ChangedLocations());
    }

    [Theory]
    [InlineData("-Confirm:$false")]
    [InlineData("-Confirm")]
    public void IdOfALocationThatCannotBeReadIsNotTheNameOfAnotherOne(string confirm)
    {
        Server.Faults.Refuse("GetLocationBillingOrganization", StatusCode.PermissionDenied, "not you");
        Server.Faults.Rewrite = static response =>
        {
            if (response is ListLocationsResponse list)
            {
                list.Locations.Clear();
                list.Locations.Add(new Viam.Billing.Contract.Location { Id = AssemblyLine, Name = "Assembly Line" });
                list.Locations.Add(new Viam.Billing.Contract.Location { Id = "other", Name = AssemblyLine });
            }
            return response;
        };
        var host = new FakePSHost { Choice = "Yes" };
        using var engine = EngineCache.Take(host);

        var run = engine.Run($"Set-ViamLocationBillingOrganization {AssemblyLine} {Harborlight} {confirm}");

        AssertError(run.OnlyError, "AmbiguousLocation", ErrorCategory.InvalidArgument, AssemblyLine);
        Assert.Empty(ChangedLocations());
    }

    [Fact]
    public void ServiceDecidesAboutAListedLocationThatIsNotFoundWhenItIsRead()
    {
        Server.Faults.Refuse("GetLocationBillingOrganization", StatusCode.NotFound, "no billing organization");

        RunSuccessfully($"Set-ViamLocationBillingOrganization {AssemblyLine} {Harborlight} -Confirm:$false");

        Assert.Equal([AssemblyLine], ChangedLocations());
    }

    [Fact]
    public void LastOfSeveralTiersOfAnOrganizationRemains()
    {
        Delay<UpdateOrganizationBillingTierRequest>("growth");

        RunSuccessfully(
            "'growth', 'partner' | ForEach-Object { [pscustomobject]@{ Organization = $org; BillingTier = $_ } }"
                + " | Set-ViamBillingTier -Confirm:$false",
            ("org", Acme)
        );

        Assert.Equal(["growth", "partner"], _finished);
    }

    [Theory]
    [InlineData(AssemblyLine)]
    [InlineData("Assembly Line")]
    public void LastOfSeveralPayersOfALocationRemains(string location)
    {
        Delay<UpdateLocationBillingOrganizationRequest>(Harborlight);

        RunSuccessfully(
            "$first, $second | ForEach-Object { [pscustomobject]@{ Location = $location; BillingOrganization = $_ } }"
                + " | Set-ViamLocationBillingOrganization -Confirm:$false",
            ("first", Harborlight),
            ("second", Lumiere),
            ("location", location)
        );

        Assert.Equal([Harborlight, Lumiere], _finished);
    }

    [Fact]
    public void LastOfSeveralAddressesOfAnOrganizationRemains()
    {
        Delay<UpdateBillingServiceRequest>("One");

        RunSuccessfully(
            "'One', 'Two' | ForEach-Object { [pscustomobject]@{ Organization = $org; AddressLine1 = 'a'; City = $_; "
                + "State = 's'; ZipCode = 'z'; Country = 'US' } } | Set-ViamBillingService",
            ("org", Harborlight)
        );

        Assert.Equal(["One", "Two"], _finished);
    }

    [Theory]
    [InlineData("Set-ViamBillingTier -BillingTier growth")]
    [InlineData("New-ViamCharge -Subtotal 5")]
    public void NothingIsChangedIfANameBesideAnIdCannotBeComparedForNow(string change)
    {
        Server.Faults.Refuse("ListOrganizations", StatusCode.Internal, "broken");

        var run = Run(
            "[pscustomobject]@{ OrganizationId = $id; OrganizationName = 'Harborlight Integrators' } | "
                + $"{change} -Confirm:$false",
            ("id", Acme)
        );

        Assert.StartsWith("ServiceError,", run.OnlyError.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.DoesNotContain(
            Server.Faults.RecordedCalls,
            static call => call.Request is UpdateOrganizationBillingTierRequest or ChargeOrganizationRequest
        );
    }

    [Fact]
    public void DeclinedEmailIsNotReportedAsSent()
    {
        var host = new FakePSHost { Choice = "No" };
        using var engine = EngineCache.Take(host);

        var run = engine.Run($"Send-ViamPaymentRequiredEmail '{Lumiere}', '{Lumiere}' {Harborlight} -Confirm");

        Assert.Empty(run.Warnings);
        Assert.Empty(Server.State.SentEmails);
    }

    [Fact]
    public void EmailWhoseOrganizationCouldNotBeReadIsNotReportedAsSent()
    {
        var reads = 0;
        Server.Faults.On(
            "GetOrganization",
            _ =>
                Interlocked.Increment(ref reads) == 1
                    ? throw new RpcException(new Status(StatusCode.Internal, "broken"))
                    : Task.CompletedTask
        );
        Server.Faults.Rewrite = static response =>
            response is ListOrganizationsResponse ? new ListOrganizationsResponse() : response;
        var host = new FakePSHost { Choice = "Yes" };
        using var engine = EngineCache.Take(host);

        var run = engine.Run($"Send-ViamPaymentRequiredEmail '{Lumiere}', '{Lumiere}' {Harborlight} -Confirm");

        AssertError(run.OnlyError, "ServiceError", ErrorCategory.NotSpecified, Harborlight);
        Assert.Empty(run.Warnings);
        Assert.Single(Server.State.SentEmails);
    }

    [Fact]
    public void EmailIsAnnouncedOncePerOrganization()
    {
        var host = new FakePSHost();
        using var engine = EngineCache.Take(host);

        engine.Run($"Send-ViamPaymentRequiredEmail '{Lumiere}', '{Lumiere}' {Harborlight} -WhatIf");

        Assert.Single(host.WrittenLines, line => line.Contains("What if", StringComparison.Ordinal));
    }

    private readonly List<string> _finished = [];

    private IEnumerable<string> ChangedLocations() =>
        Requests<UpdateLocationBillingOrganizationRequest>().Select(static request => request.LocationId);

    /// <summary>Delays a change, so that a later one would overtake it.</summary>
    private void Delay<T>(string value)
    {
        Server.Faults.Before = async context =>
        {
            if (Faults.RequestOf(context) is not T request)
            {
                return;
            }
            var changed = request switch
            {
                UpdateOrganizationBillingTierRequest tier => tier.BillingTier,
                UpdateLocationBillingOrganizationRequest payer => payer.BillingOrganizationId,
                UpdateBillingServiceRequest service => service.BillingAddress.City,
                _ => throw new NotSupportedException(typeof(T).Name),
            };
            if (changed == value)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(300));
            }
            lock (_finished)
            {
                _finished.Add(changed);
            }
        };
    }
}
