using Viam.Billing.Sandbox.SeedData;
using Viam.Billing.Services;
using Viam.Billing.Tests.Support;

namespace Viam.Billing.Tests.Grpc;

public abstract partial class ReadTests
{
    [Fact]
    public async Task ImpossibleChangesOfWhiteLabelBillingNameTheOrganizationAndNoRequest()
    {
        var service = await ConnectAsync();
        var address = new BillingAddress("1 Main St", null, "Boston", "MA", "02110", "US");

        var enabled = await Failure.CaptureAsync(
            service.EnableBillingServiceAsync(SandboxOrganizations.Harborlight, address, Call)
        );
        var disabled = await Failure.CaptureAsync(service.DisableBillingServiceAsync(Acme, Call));

        Assert.StartsWith(
            $"White-label billing is already enabled for organization '{SandboxOrganizations.Harborlight}'.",
            enabled.Message,
            StringComparison.Ordinal
        );
        Assert.StartsWith(
            $"White-label billing can't be disabled for organization '{Acme}' in its current state.",
            disabled.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task WhiteLabelBillingCanBeReadEnabledChangedAndDisabled()
    {
        var service = await ConnectAsync();

        var ofHarborlight = await service.GetBillingServiceAsync(SandboxOrganizations.Harborlight, Call);
        await service.EnableBillingServiceAsync(Acme, new("1 Main St", "Floor 2", "Boston", "MA", "02110", "US"), Call);
        var enabled = await service.GetBillingServiceAsync(Acme, Call);
        await service.SetBillingServiceAsync(Acme, new("9 Side St", null, "Salem", "NH", "03079", "CA"), Call);
        var changed = await service.GetBillingServiceAsync(Acme, Call);
        await service.DisableBillingServiceAsync(Acme, Call);
        var disabled = await service.GetBillingServiceAsync(Acme, Call);

        Assert.Equivalent(
            new BillingServiceConfiguration
            {
                OrganizationId = SandboxOrganizations.Harborlight,
                IsEnabled = true,
                AddressLine1 = "180 Commercial Wharf",
                AddressLine2 = "Suite 4",
                City = "Portland",
                State = "ME",
                ZipCode = "04101",
                Country = "US",
                SupportEmail = "support@harborlight.example",
                LogoUrl = "https://cdn.harborlight.example/logo.png",
                BillingDashboardUrl = $"https://billing.sandbox.example/{SandboxOrganizations.Harborlight}",
            },
            ofHarborlight,
            strict: true
        );
        Assert.Equal(("1 Main St", "Floor 2", "Boston", "MA", "02110", "US"), AddressOf(enabled));
        Assert.Equal(("9 Side St", null, "Salem", "NH", "03079", "CA"), AddressOf(changed));
        Assert.Equal((true, true, false), (enabled.IsEnabled, changed.IsEnabled, disabled.IsEnabled));
    }
}
