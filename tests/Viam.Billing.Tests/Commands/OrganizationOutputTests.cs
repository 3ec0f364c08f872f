using System.Management.Automation;
using Viam.Billing.Contract;
using Viam.Billing.Sandbox.SeedData;

namespace Viam.Billing.Tests.Commands;

/// <summary>Output of Get-ViamOrganization: property names, their order, and the values sent by the server.</summary>
public sealed class OrganizationOutputTests : ReadTest
{
    [Fact]
    public void OrganizationHasExpectedProperties()
    {
        var acme = Assert.Single(RunSuccessfully("Get-ViamOrganization $id", ("id", "Acme Robotics")));

        AssertProperties(acme, "OrganizationId Name CreatedOn PublicNamespace DefaultRegion Cid");
        Assert.Equal(SandboxOrganizations.Acme, Property<string>(acme, "OrganizationId"));
        Assert.Equal("Acme Robotics", Property<string>(acme, "Name"));
        AssertUtc(MonthStart.AddMonths(-41).AddDays(11).AddHours(15.5), acme, "CreatedOn");
        Assert.Equal("acme-robotics", Property<string>(acme, "PublicNamespace"));
        Assert.Equal("us-central", Property<string>(acme, "DefaultRegion"));
        Assert.Equal("C-10427", Property<string>(acme, "Cid"));
    }

    [Fact]
    public void MissingOrganizationFieldsAreNull()
    {
        var lumiere = Assert.Single(
            Get<Organization>($"Get-ViamOrganization -OrganizationId {SandboxOrganizations.Lumiere}")
        );

        Assert.Equal("Lumière Fulfillment", lumiere.Name);
        Assert.Null(lumiere.PublicNamespace);
        Assert.Null(lumiere.DefaultRegion);
        Assert.Null(lumiere.Cid);
    }

    [Fact]
    public void OrganizationsAreReturnedInServiceOrder() =>
        Assert.Equal(
            Owned,
            Get<Organization>("Get-ViamOrganization").Select(organization => organization.OrganizationId)
        );

    [Fact]
    public void OrganizationsByIdAreReturnedInRequestedOrder()
    {
        string[] ids = [SandboxOrganizations.Fernhill, SandboxOrganizations.Acme];

        Assert.Equal(
            ids,
            Get<Organization>("Get-ViamOrganization -OrganizationId $ids", ("ids", ids))
                .Select(organization => organization.OrganizationId)
        );
        Assert.Equal(
            ids,
            Requests<GetOrganizationRequest>()
                .Select(request => request.OrganizationId)
                .OrderBy(id => Array.IndexOf(ids, id))
        );
    }

    [Theory]
    [InlineData("Acme*", "Acme Robotics")]
    [InlineData("acme robotics", "Acme Robotics")]
    [InlineData("*orchard*", "Cascade Orchards")]
    [InlineData("[AB]*", "Acme Robotics", "Bluewater Marine Survey")]
    [InlineData("lumi?re*", "Lumière Fulfillment")]
    [InlineData("Fernhill Dairy (Vermont)", "Fernhill Dairy (Vermont)")]
    [InlineData("nothing like this*")]
    public void OrganizationsAreFilteredByName(string name, params string[] expected) =>
        Assert.Equal(
            expected,
            Get<Organization>("Get-ViamOrganization -Name $name", ("name", name))
                .Select(organization => organization.Name)
        );

    [Fact]
    public void MissingOrganizationNameWritesErrorAndOthersAreReturned()
    {
        var run = Run("Get-ViamOrganization 'Cascade Orchards', 'Meridian Labs', 'Acme*'");

        Assert.Equal(
            ["Acme Robotics", "Cascade Orchards"],
            run.Of<Organization>().Select(organization => organization.Name)
        );
        AssertError(run.OnlyError, "OrganizationNotFound", ErrorCategory.ObjectNotFound, "Meridian Labs");
    }
}
