using Viam.Billing.Contract;
using Viam.Billing.Sandbox.SeedData;

namespace Viam.Billing.Tests.Grpc;

public abstract partial class ReadTests
{
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
}
