using System.Management.Automation;
using Grpc.Core;
using Viam.Billing.Contract;
using Viam.Billing.Sandbox.SeedData;
using Viam.Billing.Tests.Support.Engine;
using Viam.Billing.Tests.Support.Servers;

namespace Viam.Billing.Tests.Commands;

/// <summary>Locations are specified by ID or exact name. Numbers are neither.</summary>
public sealed class LocationArgumentTests : LocationTest
{
    private const string Harborlight = SandboxOrganizations.Harborlight;

    [Theory]
    [InlineData("Get-ViamLocationBillingOrganization 'assembly line'")]
    [InlineData("Get-ViamLocationBillingOrganization -Location 'Assembly Line '")]
    [InlineData("[pscustomobject]@{ Location = 'Assembly Line' } | Get-ViamLocationBillingOrganization")]
    public void NameOfALocationIsAccepted(string script)
    {
        var payer = Assert.Single(Get<LocationBillingOrganization>(script));

        Assert.Equal(
            (AssemblyLine, "Assembly Line", Acme, "Acme Robotics"),
            (payer.LocationId, payer.LocationName, payer.BillingOrganizationId, payer.BillingOrganizationName)
        );
    }

    [Theory]
    [InlineData("Location", "Test Yard")]
    [InlineData("LocationName", "Test Yard")]
    [InlineData("LocationName", "Nowhere")]
    public void DifferentLocationsInOneObjectAreNotChanged(string property, string name)
    {
        var run = Run(
            $"[pscustomobject]@{{ LocationId = '{AssemblyLine}'; {property} = '{name}' }} "
                + $"| Set-ViamLocationBillingOrganization -BillingOrganization {Harborlight} -Confirm:$false"
        );

        var id = name == "Nowhere" ? "LocationNotFound" : "LocationConflict";
        Assert.StartsWith($"{id},", run.OnlyError.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(0, CountRequests("UpdateLocationBillingOrganization"));
        Assert.DoesNotContain(
            Harborlight,
            Get<LocationBillingOrganization>($"Get-ViamLocationBillingOrganization {AssemblyLine}")
                .Select(static payer => payer.BillingOrganizationId)
        );
    }

    [Theory]
    [InlineData("Location")]
    [InlineData("LocationName")]
    public void IdAndNameOfOneLocationAreOneLocation(string property)
    {
        Get<object>(
            $"[pscustomobject]@{{ LocationId = '{AssemblyLine}'; {property} = 'assembly line' }} "
                + $"| Set-ViamLocationBillingOrganization -BillingOrganization {Harborlight} -Confirm:$false"
        );

        Assert.Equal(
            Harborlight,
            Assert
                .Single(Get<LocationBillingOrganization>($"Get-ViamLocationBillingOrganization {AssemblyLine}"))
                .BillingOrganizationId
        );
    }

    [Fact]
    public void IdNeedsNoList()
    {
        Get<LocationBillingOrganization>($"'{AssemblyLine}' | Get-ViamLocationBillingOrganization");

        Assert.Equal(1, CountRequests("GetLocationBillingOrganization"));
        // One for the name of the location.
        Assert.Equal(1, CountRequests("ListLocations"));
    }

    [Fact]
    public void NamesAreLookedUpInOneListPerPipeline()
    {
        var payers = Get<LocationBillingOrganization>(
            "'Assembly Line', 'Test Yard', 'Home Port' | Get-ViamLocationBillingOrganization"
        );

        Assert.Equal(["Assembly Line", "Test Yard", "Home Port"], payers.Select(static payer => payer.LocationName));
        Assert.Equal((1, 6), (CountRequests("ListOrganizations"), CountRequests("ListLocations")));
    }

    [Theory]
    [InlineData("Set-ViamLocationBillingOrganization 'assembly line' {0} -PassThru -Confirm:$false")]
    [InlineData("$ConfirmPreference = 'None'; Set-ViamLocationBillingOrganization 'assembly line' {0} -PassThru")]
    public void ChangeAcceptsAnExactName(string script)
    {
        var payer = Assert.Single(
            Get<LocationBillingOrganization>(
                "& { " + script.Replace("{0}", Harborlight, StringComparison.Ordinal) + " }"
            )
        );

        Assert.Equal((AssemblyLine, "Assembly Line"), (payer.LocationId, payer.LocationName));
        Assert.Equal(AssemblyLine, Assert.Single(Requests<UpdateLocationBillingOrganizationRequest>()).LocationId);
    }

    [Fact]
    public void PromptShowsTheLocationThatANameMeans()
    {
        var host = new FakePSHost { Choice = "Yes" };
        using var engine = EngineCache.Take(host);

        Assert.Empty(engine.Run($"Set-ViamLocationBillingOrganization 'assembly line' {Harborlight}").Errors);

        Assert.Contains(
            $"on target \"location Assembly Line ({AssemblyLine})\"",
            Assert.Single(host.Prompts),
            StringComparison.Ordinal
        );
        Assert.Equal(AssemblyLine, Assert.Single(Requests<UpdateLocationBillingOrganizationRequest>()).LocationId);
    }

    [Theory]
    [InlineData("Get-ViamLocationBillingOrganization Yard")]
    [InlineData("Set-ViamLocationBillingOrganization Yard " + Harborlight + " -Confirm:$false")]
    [InlineData("Set-ViamLocationBillingOrganization Yard " + Harborlight + " -WhatIf")]
    public void AmbiguousNameListsItsLocations(string script)
    {
        List((Acme, "l1", "Yard"), (Harborlight, "l2", "YARD"));

        var error = Run(script).OnlyError;

        AssertError(error, "AmbiguousLocation", ErrorCategory.InvalidArgument, "Yard");
        Assert.Contains("Yard (l1) of organization", error.Exception.Message, StringComparison.Ordinal);
        Assert.Contains("YARD (l2) of organization", error.Exception.Message, StringComparison.Ordinal);
        Assert.Empty(Requests<UpdateLocationBillingOrganizationRequest>());
    }

    [Theory]
    [InlineData("Get-ViamLocationBillingOrganization 'Assembly*'")]
    [InlineData("Set-ViamLocationBillingOrganization 'Assembly*' " + Harborlight + " -Confirm:$false")]
    public void WildcardsAreNotExpanded(string script)
    {
        AssertError(Run(script).OnlyError, "LocationNotFound", ErrorCategory.ObjectNotFound, "Assembly*");

        Assert.Empty(Requests<UpdateLocationBillingOrganizationRequest>());
    }

    [Fact]
    public void LocationsThatCannotBeListedAreLeftOut()
    {
        Server.Faults.Before = static context =>
            Faults.RequestOf(context) is ListLocationsRequest { OrganizationId: not Acme }
                ? throw new RpcException(new Status(StatusCode.PermissionDenied, "no"))
                : Task.CompletedTask;

        Assert.Equal(
            AssemblyLine,
            Assert
                .Single(Get<LocationBillingOrganization>("Get-ViamLocationBillingOrganization 'Assembly Line'"))
                .LocationId
        );
        AssertError(
            Run("Get-ViamLocationBillingOrganization 'Home Port'").OnlyError,
            "LocationNotFound",
            ErrorCategory.ObjectNotFound,
            "Home Port"
        );
    }

    [Fact]
    public void ServiceDecidesAboutALocationThatCannotBeRead()
    {
        Server.Faults.Refuse("GetLocationBillingOrganization", StatusCode.PermissionDenied, "not you");

        RunSuccessfully($"Set-ViamLocationBillingOrganization {AssemblyLine} {Harborlight} -Confirm:$false");
        var announced = Run($"Set-ViamLocationBillingOrganization {AssemblyLine} {Harborlight} -WhatIf");

        Assert.Equal(AssemblyLine, Assert.Single(Requests<UpdateLocationBillingOrganizationRequest>()).LocationId);
        AssertError(announced.OnlyError, "PermissionDenied", ErrorCategory.PermissionDenied, AssemblyLine);
    }

    [Theory]
    [InlineData("Get-ViamLocationBillingOrganization 5", "InvalidLocationId", "5")]
    [InlineData("5 | Get-ViamLocationBillingOrganization", "InvalidLocationId", "5")]
    [InlineData("[pscustomobject]@{ LocationId = 5 } | Get-ViamLocationBillingOrganization", "InvalidLocationId", "5")]
    [InlineData("Get-ViamLocationBillingOrganization 1e5", "InvalidLocationId", "100000")]
    [InlineData("Set-ViamLocationBillingOrganization 5 " + Harborlight + " -Confirm:$false", "InvalidLocationId", "5")]
    [InlineData("Save-ViamInvoicePdf 5 -Organization " + Acme + " -WhatIf", "InvalidInvoiceId", "5")]
    [InlineData("5 | Wait-ViamInvoice -Organization " + Acme, "InvalidInvoiceId", "5")]
    public void NumbersAreRejectedBeforeSending(string script, string id, string target)
    {
        AssertError(Run(script).OnlyError, id, ErrorCategory.InvalidArgument, target);

        Assert.DoesNotContain(
            Server.Faults.RecordedCalls,
            call =>
                call.Request
                    is GetLocationBillingOrganizationRequest
                        or GetInvoicesSummaryRequest
                        or GetInvoicePdfRequest
        );
    }

    [Fact]
    public void NumberDoesNotHideTheOtherValues()
    {
        var run = Run($"Get-ViamLocationBillingOrganization '{AssemblyLine}', 5, 'Home Port'");

        Assert.Equal(
            ["Assembly Line", "Home Port"],
            run.Of<LocationBillingOrganization>().Select(static payer => payer.LocationName)
        );
        AssertError(run.OnlyError, "InvalidLocationId", ErrorCategory.InvalidArgument, "5");
    }

    private void List(params (string OrganizationId, string Id, string Name)[] locations)
    {
        var lists = new Queue<(string, string Id, string Name)>(locations);
        Server.Faults.Rewrite = response =>
        {
            if (response is not ListLocationsResponse)
            {
                return response;
            }
            var list = new ListLocationsResponse();
            lock (lists)
            {
                if (lists.TryDequeue(out var location))
                {
                    list.Locations.Add(new Viam.Billing.Contract.Location { Id = location.Id, Name = location.Name });
                }
            }
            return list;
        };
    }
}
