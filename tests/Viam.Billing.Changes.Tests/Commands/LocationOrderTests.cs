using Viam.Billing.Contract;
using Viam.Billing.Sandbox.SeedData;
using Viam.Billing.Tests.Support.Servers;

namespace Viam.Billing.Tests.Commands;

/// <summary>Changes of one location are made in the order of the input, however it is specified.</summary>
public sealed class LocationOrderTests : CmdletTest
{
    private const string Harborlight = SandboxOrganizations.Harborlight;
    private const string Lumiere = SandboxOrganizations.Lumiere;
    private const string AssemblyLine = SandboxLocations.AcmeAssemblyLine;
    private readonly List<string> _finished = [];

    private protected override void Prepare() => ConnectAsBillingAdmin();

    [Theory]
    [InlineData("Assembly Line", AssemblyLine)]
    [InlineData(AssemblyLine, "Assembly Line")]
    [InlineData("Assembly Line", "assembly line ")]
    public void LastPayerRemainsIfALocationIsSpecifiedByIdAndByName(string first, string second)
    {
        DelayHarborlight();

        RunSuccessfully(
            "[pscustomobject]@{ Location = $first; BillingOrganization = $one }, "
                + "[pscustomobject]@{ Location = $second; BillingOrganization = $other }"
                + " | Set-ViamLocationBillingOrganization -Confirm:$false",
            ("one", Harborlight),
            ("other", Lumiere),
            ("first", first),
            ("second", second)
        );

        Assert.Equal([Harborlight, Lumiere], _finished);
        Assert.Equal([AssemblyLine, AssemblyLine], ChangedLocations());
    }

    [Fact]
    public void ChangesOfDifferentLocationsDoNotWaitForEachOther()
    {
        DelayHarborlight();

        RunSuccessfully(
            "[pscustomobject]@{ Location = 'Assembly Line'; BillingOrganization = $one }, "
                + "[pscustomobject]@{ Location = 'Test Yard'; BillingOrganization = $other }"
                + " | Set-ViamLocationBillingOrganization -Confirm:$false",
            ("one", Harborlight),
            ("other", Lumiere)
        );

        Assert.Equal([Lumiere, Harborlight], _finished);
    }

    [Fact]
    public void LocationThatIsNotFoundDoesNotHoldUpLaterChanges()
    {
        var run = Run(
            "[pscustomobject]@{ Location = 'nowhere'; BillingOrganization = $one }, "
                + "[pscustomobject]@{ Location = 'Test Yard'; BillingOrganization = $one }"
                + " | Set-ViamLocationBillingOrganization -Confirm:$false",
            ("one", Harborlight)
        );

        Assert.StartsWith("LocationNotFound,", run.OnlyError.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal([SandboxLocations.AcmeTestYard], ChangedLocations());
    }

    private IEnumerable<string> ChangedLocations() =>
        Requests<UpdateLocationBillingOrganizationRequest>().Select(static request => request.LocationId);

    /// <summary>Delays a change, so that a later one would overtake it.</summary>
    private void DelayHarborlight() =>
        Server.Faults.Before = async context =>
        {
            if (Faults.RequestOf(context) is not UpdateLocationBillingOrganizationRequest request)
            {
                return;
            }
            if (request.BillingOrganizationId == Harborlight)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(300));
            }
            lock (_finished)
            {
                _finished.Add(request.BillingOrganizationId);
            }
        };
}
