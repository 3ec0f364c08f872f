using System.Management.Automation;
using Grpc.Core;
using Viam.Billing.Commands;
using Viam.Billing.Contract;
using Viam.Billing.Sandbox.SeedData;
using Viam.Billing.Tests.Support.Servers;

namespace Viam.Billing.Tests.Commands;

/// <summary>Enabling, changing, and disabling white-label billing.</summary>
public sealed class BillingServiceTests : CmdletTest
{
    private const string Acme = SandboxOrganizations.Acme;
    private const string Harborlight = SandboxOrganizations.Harborlight;
    private const string Address = "-AddressLine1 '1 Main St' -City Pittsburgh -State PA -ZipCode 15222 -Country US";

    private protected override void Prepare() => Connect();

    [Fact]
    public void ConfigurationHasExpectedProperties()
    {
        var configuration = Assert.Single(RunSuccessfully($"Get-ViamBillingService {Harborlight}"));

        Assert.Equal(
            [
                ("OrganizationName", "Harborlight Integrators"),
                ("OrganizationId", Harborlight),
                ("IsEnabled", "True"),
                ("AddressLine1", "180 Commercial Wharf"),
                ("AddressLine2", "Suite 4"),
                ("City", "Portland"),
                ("State", "ME"),
                ("ZipCode", "04101"),
                ("Country", "US"),
                ("SupportEmail", "support@harborlight.example"),
                ("LogoUrl", "https://cdn.harborlight.example/logo.png"),
                ("BillingDashboardUrl", "https://billing.sandbox.example/" + Harborlight),
            ],
            configuration.Properties.Select(property => (property.Name, property.Value?.ToString()!))
        );
    }

    [Theory]
    [InlineData(null)]
    [InlineData(StatusCode.FailedPrecondition)]
    [InlineData(StatusCode.NotFound)]
    public void DisabledBillingServiceIsAResult(StatusCode? status)
    {
        if (status is { } code)
        {
            Server.Faults.Refuse("GetBillingServiceConfig", code, "whatever the server says");
        }

        var configuration = Assert.Single(Get<BillingServiceConfiguration>($"Get-ViamBillingService {Acme}"));

        Assert.Equal((Acme, false), (configuration.OrganizationId, configuration.IsEnabled));
        AssertAddress("|||||", configuration);
    }

    [Fact]
    public void UnknownOrganizationIsAnError() =>
        AssertError(
            Run($"Get-ViamBillingService {UnknownOrganizationId}").OnlyError,
            "OrganizationNotFound",
            ErrorCategory.ObjectNotFound,
            UnknownOrganizationId
        );

    [Fact]
    public void EnableSendsAddressOnceAndConfigurationIsUpdated()
    {
        Assert.Empty(RunSuccessfully($"Enable-ViamBillingService {Acme} {Address}"));

        Assert.Equal(
            new EnableBillingServiceRequest
            {
                OrgId = Acme,
                BillingAddress = new BillingAddress
                {
                    AddressLine1 = "1 Main St",
                    City = "Pittsburgh",
                    State = "PA",
                    Zipcode = "15222",
                    Country = "US",
                },
            },
            Assert.Single(Requests<EnableBillingServiceRequest>())
        );
        AssertAddress(
            "1 Main St||Pittsburgh|PA|15222|US",
            Assert.Single(Get<BillingServiceConfiguration>($"Get-ViamBillingService {Acme}"))
        );
    }

    [Fact]
    public void PassThruReturnsCurrentConfiguration()
    {
        AssertAddress(
            "1 Main St|Floor 2|Pittsburgh|PA|15222|US",
            Assert.Single(
                Get<BillingServiceConfiguration>(
                    $"Enable-ViamBillingService {Acme} {Address} -AddressLine2 'Floor 2' -PassThru"
                )
            )
        );
        Assert.Equal(1, CountRequests("GetBillingServiceConfig"));

        AssertAddress(
            "1 Main St||Pittsburgh|PA|15222|US",
            Assert.Single(Get<BillingServiceConfiguration>($"Set-ViamBillingService {Acme} {Address} -PassThru"))
        );
    }

    [Fact]
    public void EnablingEnabledBillingServiceFailsWithAlreadyExists()
    {
        var error = Run($"Enable-ViamBillingService {Harborlight} {Address}").OnlyError;

        AssertError(error, "AlreadyExists", ErrorCategory.ResourceExists, Harborlight);
        Assert.Contains("Set-", error.ErrorDetails.RecommendedAction);
    }

    [Fact]
    public void PipedConfigurationKeepsUnspecifiedAddressFields()
    {
        RunSuccessfully($"Get-ViamBillingService {Harborlight} | Set-ViamBillingService -City Bangor");

        var request = Assert.Single(Requests<UpdateBillingServiceRequest>());
        Assert.Equal(Harborlight, request.OrgId);
        AssertAddress(
            "180 Commercial Wharf|Suite 4|Bangor|ME|04101|US",
            Assert.Single(Get<BillingServiceConfiguration>($"Get-ViamBillingService {Harborlight}"))
        );
    }

    [Theory]
    [InlineData("Set-ViamBillingService " + Acme + " " + Address)]
    [InlineData("Disable-ViamBillingService " + Acme + " -Confirm:$false")]
    public void ChangingDisabledBillingServiceFailsWithPreconditionFailed(string script) =>
        AssertError(Run(script).OnlyError, "PreconditionFailed", ErrorCategory.InvalidOperation, Acme);

    [Fact]
    public void DisableSendsOneRequestAndDisablesBillingService()
    {
        Assert.Empty(RunSuccessfully($"Disable-ViamBillingService {Harborlight} -Confirm:$false"));

        Assert.Equal(Harborlight, Assert.Single(Requests<DisableBillingServiceRequest>()).OrgId);
        Assert.False(
            Assert.Single(Get<BillingServiceConfiguration>($"Get-ViamBillingService {Harborlight}")).IsEnabled
        );
    }

    [Fact]
    public void DisableWithPassThruReturnsOrganization() =>
        Assert.Equal(
            (Harborlight, "Harborlight Integrators"),
            Get<Organization>($"Disable-ViamBillingService {Harborlight} -Confirm:$false -PassThru")
                .Select(organization => (organization.OrganizationId, organization.Name))
                .Single()
        );

    [Fact]
    public void DisableFailsWhenHostCannotPrompt()
    {
        var impact = typeof(DisableViamBillingServiceCommand)
            .GetCustomAttributes(typeof(CmdletAttribute), false)
            .Cast<CmdletAttribute>()
            .Single()
            .ConfirmImpact;
        Assert.Equal(ConfirmImpact.High, impact);

        Assert.Single(Run($"Disable-ViamBillingService {Harborlight}").Errors);

        Assert.Equal(0, CountRequests("DisableBillingService"));
        Assert.Single(RunSuccessfully($"Get-ViamBillingService {Harborlight}"));
    }

    [Fact]
    public void EachPipedOrganizationIsChangedOnce()
    {
        string[] off = [Acme, SandboxOrganizations.Bluewater, SandboxOrganizations.Cascade];

        var run = Run(
            $"$ids | Enable-ViamBillingService {Address} -PassThru",
            ("ids", off.Append(Harborlight).ToArray())
        );

        Assert.Equal(off, run.Of<BillingServiceConfiguration>().Select(configuration => configuration.OrganizationId));
        AssertError(run.OnlyError, "AlreadyExists", ErrorCategory.ResourceExists, Harborlight);
        Assert.Equal(4, CountRequests("EnableBillingService"));
    }

    private static void AssertAddress(string expected, BillingServiceConfiguration actual) =>
        Assert.Equal(
            expected,
            $"{actual.AddressLine1}|{actual.AddressLine2}|{actual.City}|"
                + $"{actual.State}|{actual.ZipCode}|{actual.Country}"
        );
}
