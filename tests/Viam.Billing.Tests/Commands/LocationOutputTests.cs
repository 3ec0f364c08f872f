using System.Management.Automation;
using Viam.Billing.Sandbox.SeedData;

namespace Viam.Billing.Tests.Commands;

/// <summary>Output of Get-ViamLocation: property names, their order, and the values sent by the server.</summary>
public sealed class LocationOutputTests : ReadTest
{
    [Fact]
    public void LocationHasExpectedProperties()
    {
        var location = Assert.Single(
            RunSuccessfully($"Get-ViamLocation {SandboxOrganizations.Acme} -Name 'assembly *'")
        );

        AssertProperties(
            location,
            "OrganizationName OrganizationId LocationId Name ParentLocationId RobotCount "
                + "PrimaryOrganizationId PrimaryOrganizationName CreatedOn"
        );
        Assert.Equal(DateTimeKind.Utc, Property<DateTime>(location, "CreatedOn").Kind);
        var created = location.Properties["CreatedOn"].Value;
        AssertValues(
            location,
            ("OrganizationName", "Acme Robotics"),
            ("OrganizationId", SandboxOrganizations.Acme),
            ("LocationId", SandboxLocations.AcmeAssemblyLine),
            ("Name", "Assembly Line"),
            ("ParentLocationId", SandboxLocations.AcmeFactory),
            ("RobotCount", 31),
            ("PrimaryOrganizationId", SandboxOrganizations.Acme),
            ("PrimaryOrganizationName", "Acme Robotics"),
            ("CreatedOn", created)
        );
    }

    [Fact]
    public void SharedLocationHasRequestedAndPrimaryOrganization()
    {
        var location = Assert.Single(Get<Location>($"Get-ViamLocation {SandboxOrganizations.Harborlight} 'Test Yard'"));

        Assert.Equal(
            (SandboxOrganizations.Harborlight, SandboxOrganizations.Acme),
            (location.OrganizationId, location.PrimaryOrganizationId)
        );
        Assert.Null(location.ParentLocationId);
    }

    [Theory]
    [InlineData("*Orchard", "North Orchard", "South Orchard")]
    [InlineData("packing shed", "Packing Shed")]
    [InlineData("none*")]
    public void LocationsAreFilteredByName(string name, params string[] expected) =>
        Assert.Equal(
            expected,
            Get<Location>($"Get-ViamLocation {SandboxOrganizations.Cascade} $name", ("name", name))
                .Select(location => location.Name)
        );

    [Fact]
    public void LocationNameIsSearchedAcrossAllOrganizations()
    {
        var run = Run("$ids | Get-ViamLocation -Name 'Home Port', 'Feed Barn', Nowhere", ("ids", Owned));

        Assert.Equal(["Home Port", "Feed Barn"], run.Of<Location>().Select(location => location.Name));
        AssertError(run.OnlyError, "LocationNotFound", ErrorCategory.ObjectNotFound, "Nowhere");
    }

    [Fact]
    public void MissingLocationIsNotReportedWhenAnOrganizationCannotBeRead()
    {
        var run = Run($"Get-ViamLocation {SandboxOrganizations.Acme}, {UnknownOrganizationId} -Name Nowhere");

        AssertError(run.OnlyError, "OrganizationNotFound", ErrorCategory.ObjectNotFound, UnknownOrganizationId);
    }
}
