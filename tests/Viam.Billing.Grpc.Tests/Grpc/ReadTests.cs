using Google.Protobuf.WellKnownTypes;
using Viam.Billing.Contract;
using Viam.Billing.Sandbox.SeedData;
using Viam.Billing.Sandbox.Services;
using Viam.Billing.Tests.Support;
using Viam.Billing.Tests.Support.Servers;
using SentOrganization = Viam.Billing.Contract.Organization;

namespace Viam.Billing.Tests.Grpc;

/// <summary>Objects have the values that the server sent, field by field.</summary>
public abstract partial class ReadTests(bool tls) : GrpcTest(tls)
{
    private const string Acme = SandboxOrganizations.Acme;

    [Fact]
    public async Task OrganizationsMatchServerData()
    {
        var sent = Capture<ListOrganizationsResponse>();
        var service = await ConnectAsync(Client.Key(SandboxKeys.OwnerId, SandboxKeys.OwnerKey));

        var organizations = await service.ListOrganizationsAsync(Call);

        Assert.Equal(SandboxOrganizations.OfOwner, organizations.Select(organization => organization.OrganizationId));
        Assert.Equal(
            "Lumière Fulfillment",
            organizations.Single(organization => organization.OrganizationId == SandboxOrganizations.Lumiere).Name
        );
        Assert.Equal(sent.Value.Organizations.Select(Expected), organizations.Select(Actual));
    }

    [Fact]
    public async Task OrganizationMatchesServerResponse()
    {
        Rewrite(
            new GetOrganizationResponse
            {
                Organization = new SentOrganization
                {
                    Id = Acme,
                    Name = "Ünïcode & Söhne 株式会社",
                    CreatedOn = At(2022, 10, 12, 15, 30, 0),
                    PublicNamespace = "unicode",
                    DefaultRegion = "eu-west",
                    Cid = "C-1",
                },
            }
        );
        var service = await ConnectAsync();

        var organization = await service.GetOrganizationAsync(Acme, Call);

        Assert.Equivalent(
            new Organization
            {
                OrganizationId = Acme,
                Name = "Ünïcode & Söhne 株式会社",
                CreatedOn = Utc(2022, 10, 12, 15, 30, 0),
                PublicNamespace = "unicode",
                DefaultRegion = "eu-west",
                Cid = "C-1",
            },
            organization,
            strict: true
        );
    }

    [Fact]
    public async Task SpecifiedOrganizationIsRequested()
    {
        var service = await ConnectAsync();

        var organization = await service.GetOrganizationAsync(SandboxOrganizations.Cascade, Call);

        Assert.Equal("Cascade Orchards", organization.Name);
        Assert.Equal(SandboxOrganizations.Cascade, Request<GetOrganizationRequest>().OrganizationId);
    }

    [Fact]
    public async Task ResponseWithoutOrganizationFailsWithOrganizationNotFound()
    {
        Rewrite(new GetOrganizationResponse());
        var service = await ConnectAsync();

        var failure = await Failure.CaptureAsync(service.GetOrganizationAsync(Acme, Call));

        Assert.Equal(BillingError.OrganizationNotFound, failure.Error);
    }

    [Fact]
    public async Task BillingTierIsReturnedOnlyToBillingAdmins()
    {
        var admin = await ConnectAsync();
        var owner = await ConnectAsync(Client.Key(SandboxKeys.OwnerId, SandboxKeys.OwnerKey));

        var seenByAdmin = await admin.GetBillingInformationAsync(Acme, Call);
        var seenByOwner = await owner.GetBillingInformationAsync(Acme, Call);

        var card = new
        {
            PaymentMethodType = "Card",
            BillingEmail = "billing@acme-robotics.example",
            CardBrand = "visa",
            CardLastFourDigits = "4242",
        };
        Assert.Equivalent(card, seenByAdmin);
        Assert.Equivalent(card, seenByOwner);
        Assert.Equal("enterprise", seenByAdmin.BillingTier);
        Assert.Null(seenByOwner.BillingTier);
    }

    [Fact]
    public async Task BillingTiersCanBeListedAndSet()
    {
        var service = await ConnectAsync();

        var tiers = await service.ListBillingTiersAsync(Call);
        await service.SetBillingTierAsync(Acme, "partner", Call);

        Assert.Equal(SandboxState.Tiers, tiers.Select(tier => tier.BillingTier));
        Assert.Equal("partner", (await service.GetBillingInformationAsync(Acme, Call)).BillingTier);
    }

    private static (string?, string?, string?, string?, string?, string?) AddressOf(
        BillingServiceConfiguration service
    ) => (service.AddressLine1, service.AddressLine2, service.City, service.State, service.ZipCode, service.Country);

    private static (string, string?, DateTime?, string?, string?, string?) Expected(SentOrganization sent) =>
        (
            sent.Id,
            sent.Name,
            Time(sent.CreatedOn),
            NullIfEmpty(sent.PublicNamespace),
            NullIfEmpty(sent.DefaultRegion),
            NullIfEmpty(sent.Cid)
        );

    private static (string, string?, DateTime?, string?, string?, string?) Actual(Organization got) =>
        (got.OrganizationId, got.Name, got.CreatedOn, got.PublicNamespace, got.DefaultRegion, got.Cid);

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;

    private static DateTime? Time(Timestamp? sent) => sent?.ToDateTime();

    private static DateTime Utc(int year, int month, int day, int hour = 0, int minute = 0, int second = 0) =>
        new(year, month, day, hour, minute, second, DateTimeKind.Utc);

    private static Timestamp At(int year, int month, int day, int hour = 0, int minute = 0, int second = 0) =>
        Timestamp.FromDateTime(Utc(year, month, day, hour, minute, second));

    private void Rewrite<T>(T answer)
        where T : class => Faults.Rewrite = sent => sent is T ? answer : sent;

    /// <summary>Captures the response that the server will send.</summary>
    private Lazy<T> Capture<T>()
        where T : class
    {
        T? captured = null;
        Faults.Rewrite = sent =>
        {
            if (sent is T wanted)
            {
                captured = wanted;
            }

            return sent;
        };
        return new Lazy<T>(() => captured!);
    }

    private T Request<T>() => Assert.Single(Faults.RecordedCalls.Select(call => call.Request).OfType<T>());
}
