using System.Management.Automation;
using Grpc.Core;
using Viam.Billing.Contract;
using Viam.Billing.Sandbox.SeedData;
using Viam.Billing.Tests.Support.Engine;
using Viam.Billing.Tests.Support.Servers;

namespace Viam.Billing.Tests.Commands;

/// <summary>Prompts and -WhatIf announce only changes that would be made. They show the previous value.</summary>
public sealed class ChangePreviewTests : ChangeTest
{
    private const string Address = "-AddressLine1 a -City c -State s -ZipCode z -Country US";
    private const string Yard = SandboxLocations.AcmeTestYard;

    public static TheoryData<string, string, ErrorCategory, string> Impossible =>
        new()
        {
            { $"Set-ViamBillingTier {Acme} platinum", "BillingTierNotFound", ErrorCategory.ObjectNotFound, "platinum" },
            {
                $"Set-ViamBillingTier {UnknownOrganizationId} growth",
                "OrganizationNotFound",
                ErrorCategory.ObjectNotFound,
                UnknownOrganizationId
            },
            {
                $"Set-ViamLocationBillingOrganization nowhere {Harborlight}",
                "LocationNotFound",
                ErrorCategory.ObjectNotFound,
                "nowhere"
            },
            {
                $"Set-ViamLocationBillingOrganization {Yard} {UnknownOrganizationId}",
                "OrganizationNotFound",
                ErrorCategory.ObjectNotFound,
                UnknownOrganizationId
            },
            { $"Set-ViamBillingService {Acme} {Address}", "PreconditionFailed", ErrorCategory.InvalidOperation, Acme },
            { $"Disable-ViamBillingService {Acme}", "PreconditionFailed", ErrorCategory.InvalidOperation, Acme },
            {
                $"Enable-ViamBillingService {Harborlight} {Address}",
                "AlreadyExists",
                ErrorCategory.ResourceExists,
                Harborlight
            },
            {
                $"Enable-ViamBillingService {UnknownOrganizationId} {Address}",
                "OrganizationNotFound",
                ErrorCategory.ObjectNotFound,
                UnknownOrganizationId
            },
            {
                $"Send-ViamPaymentRequiredEmail {UnknownOrganizationId} {Harborlight}",
                "OrganizationNotFound",
                ErrorCategory.ObjectNotFound,
                UnknownOrganizationId
            },
            {
                $"Send-ViamPaymentRequiredEmail {Acme} {UnknownOrganizationId}",
                "OrganizationNotFound",
                ErrorCategory.ObjectNotFound,
                UnknownOrganizationId
            },
        };

    [Theory]
    [MemberData(nameof(Impossible))]
    public void ImpossibleChangeIsAnErrorInsteadOfAnAnnouncement(
        string change,
        string id,
        ErrorCategory category,
        string target
    )
    {
        var host = new FakePSHost { Choice = "Yes" };
        using var engine = EngineCache.Take(host);

        var announced = engine.Run($"{change} -WhatIf");
        var asked = engine.Run($"{change} -Confirm");

        foreach (var run in new[] { announced, asked })
        {
            AssertError(run.OnlyError, id, category, target);
        }
        Assert.Empty(host.Prompts);
        Assert.DoesNotContain(host.WrittenLines, line => line.Contains("What if", StringComparison.Ordinal));
        AssertNothingChanged();
    }

    [Fact]
    public void WhatIfShowsTheWholeAddress()
    {
        var host = new FakePSHost();
        using var engine = EngineCache.Take(host);

        engine.Run($"Set-ViamBillingService {Harborlight} {Address} -AddressLine2 b -WhatIf");

        Assert.Contains(
            host.WrittenLines,
            line => line.Contains("with the address a, b, c, s z, US\"", StringComparison.Ordinal)
        );
        AssertNothingChanged();
    }

    [Fact]
    public void UnknownTierIsAnErrorThatListsTheTiersBeforeAnythingIsSent()
    {
        var run = Run("$ids | Set-ViamBillingTier -BillingTier growht -Confirm:$false", ("ids", Owned));

        AssertError(run.OnlyError, "BillingTierNotFound", ErrorCategory.ObjectNotFound, "growht");
        Assert.Equal(
            "Billing tier 'growht' doesn't exist. Did you mean 'growth'? "
                + "Available tiers: standard, growth, enterprise, partner, education.",
            run.OnlyError.Exception.Message
        );
        AssertNothingChanged();
    }

    [Fact]
    public void TiersOfPipedRowsAreCheckedOneByOneWithOneRequest()
    {
        var run = Run(
            "$ids[0..2] | ForEach-Object { $i = 0 } { [pscustomobject]@{ Organization = $_; "
                + "BillingTier = ('growth', 'platinum', 'PARTNER')[$i++] } } | Set-ViamBillingTier -Confirm:$false",
            ("ids", Owned)
        );

        AssertError(run.OnlyError, "BillingTierNotFound", ErrorCategory.ObjectNotFound, "platinum");
        Assert.Equal(
            new[] { (Owned[0], "growth"), (Owned[2], "partner") }.Order(),
            Requests<UpdateOrganizationBillingTierRequest>()
                .Select(request => (request.OrganizationId, request.BillingTier))
                .Order()
        );
        Assert.Equal(1, CountRequests("GetAvailableBillingTiers"));
    }

    [Fact]
    public void ServiceDecidesIfTiersMayNotBeListed()
    {
        Connect();

        var run = Run($"Set-ViamBillingTier {Acme} growth -Confirm:$false");

        AssertError(run.OnlyError, "PermissionDenied", ErrorCategory.PermissionDenied, Acme);
        Assert.Single(Requests<UpdateOrganizationBillingTierRequest>());
    }

    [Fact]
    public void WhatIfReportsThatTiersMayNotBeListed()
    {
        Connect();

        var run = Run($"Set-ViamBillingTier {Acme} growth -WhatIf");

        AssertError(run.OnlyError, "PermissionDenied", ErrorCategory.PermissionDenied, null);
        AssertNothingChanged();
    }

    [Theory]
    [InlineData("$ConfirmPreference = 'None'; Set-ViamBillingTier {0} growth", "GetOrgBillingInformation")]
    [InlineData("Set-ViamBillingTier {0} growth -Confirm:$false", "GetOrgBillingInformation")]
    [InlineData("Enable-ViamBillingService {0} " + Address, "GetBillingServiceConfig")]
    [InlineData("Send-ViamPaymentRequiredEmail {0} " + Harborlight, "ListOrganizations")]
    public void NothingIsReadForAPromptThatIsNotShown(string change, string read)
    {
        RunSuccessfully("& { " + change.Replace("{0}", Acme, StringComparison.Ordinal) + " }");

        Assert.Equal(0, CountRequests(read));
        Assert.Contains(Server.Faults.RecordedCalls, call => !IsRead(call.Method));
    }

    [Fact]
    public void PromptWithoutPermissionToReadTheTierShowsTheNewOne()
    {
        Server.Faults.Refuse("GetOrgBillingInformation", StatusCode.PermissionDenied, "not you");
        var host = new FakePSHost { Choice = "Yes" };
        using var engine = EngineCache.Take(host);

        Assert.Empty(engine.Run($"Set-ViamBillingTier {Acme} growth").Errors);

        Assert.Contains("\"Set billing tier 'growth'\"", Assert.Single(host.Prompts), StringComparison.Ordinal);
        Assert.Single(Requests<UpdateOrganizationBillingTierRequest>());
    }

    [Fact]
    public void FailedReadBeforeAPromptIsAnErrorAndNothingIsChanged()
    {
        Server.Faults.Refuse("GetLocationBillingOrganization", StatusCode.Internal, "broken");
        var host = new FakePSHost { Choice = "Yes" };
        using var engine = EngineCache.Take(host);

        var run = engine.Run($"Set-ViamLocationBillingOrganization {Yard} {Harborlight}");

        AssertError(run.OnlyError, "ServiceError", ErrorCategory.NotSpecified, Yard);
        Assert.Empty(host.Prompts);
        AssertNothingChanged();
    }

    private void AssertNothingChanged() =>
        Assert.All(Server.Faults.RecordedCalls, call => Assert.True(IsRead(call.Method), call.Method));

    private static bool IsRead(string method) =>
        method.Split('/')[^1] is var name
        && (
            name == "Authenticate"
            || name.StartsWith("Get", StringComparison.Ordinal)
            || name.StartsWith("List", StringComparison.Ordinal)
        );
}
