using Google.Protobuf.WellKnownTypes;
using Viam.Billing.Contract;
using Viam.Billing.Sandbox.SeedData;
using Viam.Billing.Sandbox.Services;
using Viam.Billing.Tests.Commands;
using Viam.Billing.Tests.Support;
using Viam.Billing.Tests.Support.Servers;
using SentLocation = Viam.Billing.Contract.Location;
using SentOrganization = Viam.Billing.Contract.Organization;

namespace Viam.Billing.Tests.Grpc;

/// <summary>Objects have the values that the server sent, field by field.</summary>
public abstract class ReadTests(bool tls) : GrpcTest(tls)
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
    public async Task InvoicesMatchServerResponse()
    {
        Rewrite(
            new GetInvoicesSummaryResponse
            {
                OutstandingBalance = 130.45,
                Invoices =
                {
                    new InvoiceSummary
                    {
                        Id = "inv-2",
                        InvoiceDate = At(2026, 2, 1),
                        InvoiceAmount = 120.35,
                        Status = "outstanding",
                        DueDate = At(2026, 3, 3),
                        LastPaymentFailureReason = "card_declined",
                        LastPaymentFailureAt = At(2026, 2, 2, 4, 5, 6),
                    },
                    new InvoiceSummary
                    {
                        Id = "inv-1",
                        InvoiceDate = At(2026, 1, 1),
                        InvoiceAmount = 0.1 + 0.2,
                        Status = "paid",
                        DueDate = At(2026, 2, 1),
                        PaidDate = At(2026, 1, 2),
                    },
                },
            }
        );
        var service = await ConnectAsync();

        var summary = await service.GetInvoicesSummaryAsync(Acme, Call);

        Assert.Equal(130.45m, summary.OutstandingBalance);
        Assert.Equivalent(
            new[]
            {
                new Invoice
                {
                    OrganizationId = Acme,
                    InvoiceId = "inv-2",
                    InvoiceDate = Utc(2026, 2, 1),
                    Amount = 120.35m,
                    Status = "outstanding",
                    DueDate = Utc(2026, 3, 3),
                    IsOverdue = true,
                    LastPaymentFailureReason = "card_declined",
                    LastPaymentFailureDate = Utc(2026, 2, 2, 4, 5, 6),
                },
                new Invoice
                {
                    OrganizationId = Acme,
                    InvoiceId = "inv-1",
                    InvoiceDate = Utc(2026, 1, 1),
                    Amount = 0.3m,
                    Status = "paid",
                    DueDate = Utc(2026, 2, 1),
                    PaidDate = Utc(2026, 1, 2),
                },
            },
            summary.Invoices,
            strict: true
        );
        Assert.Equal(Acme, Request<GetInvoicesSummaryRequest>().OrgId);
    }

    [Fact]
    public async Task SandboxInvoicesAreReturnedInServerOrder()
    {
        var sent = Capture<GetInvoicesSummaryResponse>();
        var service = await ConnectAsync();

        var summary = await service.GetInvoicesSummaryAsync(SandboxOrganizations.Bluewater, Call);

        Assert.Equal(24, summary.Invoices.Count);
        Assert.Equal((decimal)sent.Value.OutstandingBalance, summary.OutstandingBalance);
        Assert.Equal(
            sent.Value.Invoices.Select(invoice =>
                (
                    invoice.Id,
                    (decimal?)invoice.InvoiceAmount,
                    (string?)invoice.Status,
                    Time(invoice.DueDate),
                    Time(invoice.PaidDate)
                )
            ),
            summary.Invoices.Select(invoice =>
                (invoice.InvoiceId, invoice.Amount, invoice.Status, invoice.DueDate, invoice.PaidDate)
            )
        );
        Assert.Equal(2, summary.Invoices.Count(invoice => invoice.Status == "outstanding"));
    }

    [Fact]
    public async Task OverdueIsDeterminedByClock()
    {
        var dueDate = Clock.GetUtcNow().AddMinutes(1).ToTimestamp();
        Rewrite(
            new GetInvoicesSummaryResponse
            {
                Invoices =
                {
                    new InvoiceSummary
                    {
                        Id = "inv",
                        Status = "outstanding",
                        DueDate = dueDate,
                    },
                },
            }
        );
        var service = await ConnectAsync();

        Assert.False(Assert.Single((await service.GetInvoicesSummaryAsync(Acme, Call)).Invoices).IsOverdue);
        Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.True(Assert.Single((await service.GetInvoicesSummaryAsync(Acme, Call)).Invoices).IsOverdue);
    }

    [Fact]
    public async Task UsageMatchesServerResponse()
    {
        Rewrite(
            new GetCurrentMonthUsageResponse
            {
                StartDate = At(2026, 3, 1),
                EndDate = At(2026, 4, 1),
                Subtotal = 99.99,
                ResourceUsageCostsBySource =
                {
                    new ResourceUsageCostsBySource
                    {
                        SourceType = SourceType.Fragment,
                        TierName = "growth",
                        ResourceUsageCosts = new ResourceUsageCosts
                        {
                            Discount = 1.5,
                            TotalWithDiscount = 28.5,
                            TotalWithoutDiscount = 30,
                            UsageCosts =
                            {
                                new UsageCost { ResourceType = UsageCostType.PerMachine, Cost = 20 },
                                new UsageCost { ResourceType = (UsageCostType)99, Cost = 10 },
                            },
                        },
                    },
                },
            }
        );
        var service = await ConnectAsync();

        var usage = await service.GetCurrentMonthUsageAsync(Acme, Call);

        var row = new
        {
            OrganizationId = Acme,
            StartDate = Utc(2026, 3, 1),
            EndDate = Utc(2026, 4, 1),
            SourceType = "Fragment",
            TierName = "growth",
        };
        Assert.Equivalent(
            new CurrentMonthUsage
            {
                OrganizationId = Acme,
                ReadAt = Clock.GetUtcNow().UtcDateTime,
                StartDate = row.StartDate,
                EndDate = row.EndDate,
                Subtotal = 99.99m,
                Discount = 1.5m,
                TotalWithDiscount = 28.5m,
                TotalWithoutDiscount = 30m,
            },
            usage.Total,
            strict: true
        );
        Assert.Equal((71.49m, 99.99m), (usage.Total.OtherCharges, usage.Total.AmountDue));
        Assert.All(usage.Costs.SkipLast(1), cost => Assert.Equivalent(row, cost));
        Assert.Equal(
            [
                ("Fragment", "PerMachine", 20m, 1m, 19m),
                ("Fragment", "Unknown(99)", 10m, 0.5m, 9.5m),
                (null, "Other", 71.49m, 0m, 71.49m),
            ],
            usage.Costs.Select(cost => (cost.SourceType, cost.ResourceType, cost.Cost, cost.Discount, cost.NetCost))
        );
        Assert.All(usage.Costs, cost => Assert.Equal(usage.Total.ReadAt, cost.ReadAt));
        Assert.Equal(Acme, Request<GetCurrentMonthUsageRequest>().OrgId);
    }

    [Fact]
    public async Task SandboxUsageContainsAllSources()
    {
        var sent = Capture<GetCurrentMonthUsageResponse>();
        var service = await ConnectAsync();

        var usage = await service.GetCurrentMonthUsageAsync(SandboxOrganizations.Harborlight, Call);

        Assert.Equal((Utc(2026, 3, 1), Utc(2026, 4, 1)), (usage.Total.StartDate, usage.Total.EndDate));
        Assert.Equal((decimal)sent.Value.Subtotal, usage.Total.Subtotal);
        Assert.NotEmpty(usage.Costs);
        Assert.Equal(
            sent.Value.ResourceUsageCostsBySource.SelectMany(source =>
                source.ResourceUsageCosts.UsageCosts.Select(cost =>
                    (
                        source.SourceType.ToString(),
                        (string?)source.TierName,
                        cost.ResourceType.ToString(),
                        (decimal?)cost.Cost
                    )
                )
            ),
            usage.Costs.SkipLast(1).Select(cost => (cost.SourceType!, cost.TierName, cost.ResourceType, cost.Cost))
        );
        Assert.Equal(("Other", usage.Total.OtherCharges), (usage.Costs[^1].ResourceType, usage.Costs[^1].NetCost));
        Assert.Equal(usage.Total.AmountDue, usage.Costs.Sum(static cost => cost.NetCost));
        Assert.Equal(
            usage.Total.AmountDue,
            usage.Total.TotalWithoutDiscount - usage.Total.Discount + usage.Total.OtherCharges
        );
    }

    [Fact]
    public async Task BillingInformationMatchesServerResponse()
    {
        Rewrite(
            new GetOrgBillingInformationResponse
            {
                Type = PaymentMethodType.Usbankaccount,
                BillingEmail = "billing@acme.example",
                BillingTier = "growth",
                MethodUsBankAccount = new PaymentMethodUSBankAccount
                {
                    BankName = "First Bank",
                    LastFourDigitsAccountNumber = "6789",
                    RoutingNumber = "110000000",
                    AccountType = "checking",
                    VerificationInfo = new VerificationInfo
                    {
                        ArrivalDate = At(2026, 3, 17).Seconds,
                        HostedVerificationPageUrl = "https://pay.example/verify",
                    },
                },
            }
        );
        var service = await ConnectAsync();

        var information = await service.GetBillingInformationAsync(Acme, Call);

        Assert.Equivalent(
            new BillingInformation
            {
                OrganizationId = Acme,
                PaymentMethodType = "UsBankAccount",
                BillingEmail = "billing@acme.example",
                BillingTier = "growth",
                BankName = "First Bank",
                BankAccountLastFourDigits = "6789",
                BankRoutingNumber = "110000000",
                BankAccountType = "checking",
                BankVerificationArrivalDate = Utc(2026, 3, 17),
                BankVerificationUrl = "https://pay.example/verify",
            },
            information,
            strict: true
        );
        Assert.Equal(Acme, Request<GetOrgBillingInformationRequest>().OrgId);
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
    public async Task LocationsMatchServerResponse()
    {
        Rewrite(
            new ListLocationsResponse
            {
                Locations =
                {
                    new SentLocation
                    {
                        Id = "loc-1",
                        Name = "Factory",
                        CreatedOn = At(2024, 5, 6),
                        ParentLocationId = "loc-0",
                        RobotCount = 31,
                        Organizations =
                        {
                            new LocationOrganization { OrganizationId = "org-2" },
                            new LocationOrganization { OrganizationId = "org-1", Primary = true },
                        },
                        PrimaryOrgIdentity = new Viam.Billing.Contract.OrganizationIdentity
                        {
                            Id = "org-1",
                            Name = "One",
                        },
                    },
                },
            }
        );
        var service = await ConnectAsync();

        var locations = await service.ListLocationsAsync(Acme, Call);

        Assert.Equivalent(
            new Location
            {
                OrganizationId = Acme,
                LocationId = "loc-1",
                Name = "Factory",
                ParentLocationId = "loc-0",
                RobotCount = 31,
                PrimaryOrganizationId = "org-1",
                PrimaryOrganizationName = "One",
                CreatedOn = Utc(2024, 5, 6),
            },
            Assert.Single(locations),
            strict: true
        );
        Assert.Equal(Acme, Request<ListLocationsRequest>().OrganizationId);
    }

    [Fact]
    public async Task SandboxLocationsBelongToOrganization()
    {
        var service = await ConnectAsync();

        var locations = await service.ListLocationsAsync(Acme, Call);

        Assert.Equal(
            [
                (SandboxLocations.AcmeFactory, "Pittsburgh Factory", null, 12),
                (SandboxLocations.AcmeAssemblyLine, "Assembly Line", SandboxLocations.AcmeFactory, 31),
                ("m4y7e0g9sk", "Paint Shop", SandboxLocations.AcmeFactory, 8),
                (SandboxLocations.AcmeTestYard, "Test Yard", null, 5),
            ],
            locations.Select(location =>
                (location.LocationId, location.Name!, location.ParentLocationId, location.RobotCount)
            )
        );
    }

    [Fact]
    public async Task LocationBillingOrganizationCanBeReadAndChanged()
    {
        var service = await ConnectAsync();

        var before = await service.GetLocationBillingOrganizationAsync(SandboxLocations.LumiereWarehouse, Call);
        await service.SetLocationBillingOrganizationAsync(
            SandboxLocations.LumiereWarehouse,
            SandboxOrganizations.Lumiere,
            Call
        );
        var after = await service.GetLocationBillingOrganizationAsync(SandboxLocations.LumiereWarehouse, Call);

        Assert.Equal(
            (SandboxLocations.LumiereWarehouse, SandboxOrganizations.Harborlight),
            (before.LocationId, before.BillingOrganizationId!)
        );
        Assert.Equal(
            (SandboxLocations.LumiereWarehouse, SandboxOrganizations.Lumiere),
            (after.LocationId, after.BillingOrganizationId!)
        );
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
