using Viam.Billing.Contract;
using Viam.Billing.Sandbox.State;

namespace Viam.Billing.Sandbox.SeedData;

/// <summary>The organizations of a sandbox. Their dates depend on the month in which the sandbox is created.</summary>
internal static class OrganizationCatalog
{
    private const string HarborlightName = "Harborlight Integrators";

    internal static IEnumerable<OrganizationRecord> Create(DateTimeOffset now)
    {
        var month = BillingMonth.StartOf(now);
        return
        [
            Acme(month, now),
            Bluewater(month, now),
            Cascade(month, now),
            Harborlight(month, now),
            Lumiere(month, now),
            Fernhill(month, now),
            Meridian(month, now),
        ];
    }

    private static OrganizationRecord Acme(DateTimeOffset month, DateTimeOffset now) =>
        new()
        {
            Id = SandboxOrganizations.Acme,
            Name = "Acme Robotics",
            CreatedOn = month.AddMonths(-41).AddDays(11).AddHours(15.5),
            PublicNamespace = "acme-robotics",
            DefaultRegion = "us-central",
            Cid = "C-10427",
            BillingEmail = "billing@acme-robotics.example",
            Tier = "enterprise",
            PaymentMethod = PaymentMethods.Card("visa", "4242"),
            Usage = UsageCatalog.Acme,
            Invoices =
            [
                .. new InvoiceHistory(24, 812.40m, 0.031m, 14)
                {
                    FailedThenPaid = new Dictionary<int, string>
                    {
                        [3] = "authentication_required",
                        [11] = "incorrect_cvc",
                        [19] = "incorrect_card_number",
                    },
                }.Invoices(SandboxOrganizations.Acme, null, now),
            ],
        };

    private static OrganizationRecord Bluewater(DateTimeOffset month, DateTimeOffset now) =>
        new()
        {
            Id = SandboxOrganizations.Bluewater,
            Name = "Bluewater Marine Survey",
            CreatedOn = month.AddMonths(-30).AddDays(3).AddHours(9.25),
            PublicNamespace = "bluewater",
            DefaultRegion = "us-central",
            BillingEmail = "accounts@bluewater-survey.example",
            Tier = "standard",
            PaymentMethod = PaymentMethods.BankAccount(
                "First Tidewater Bank",
                "6789",
                "110000000",
                new VerificationInfo
                {
                    ArrivalDate = new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero)
                        .AddDays(2)
                        .ToUnixTimeSeconds(),
                    HostedVerificationPageUrl = "https://payments.sandbox.example/verify/bluewater",
                }
            ),
            ChargeFailure = "other",
            Usage = UsageCatalog.Bluewater,
            Invoices =
            [
                .. new InvoiceHistory(24, 344.15m, 0.006m, 30)
                {
                    Outstanding = new Dictionary<int, string> { [1] = "other", [2] = "processing_error" },
                }.Invoices(SandboxOrganizations.Bluewater, null, now),
            ],
        };

    private static OrganizationRecord Cascade(DateTimeOffset month, DateTimeOffset now) =>
        new()
        {
            Id = SandboxOrganizations.Cascade,
            Name = "Cascade Orchards",
            CreatedOn = month.AddMonths(-27).AddDays(20).AddHours(18),
            DefaultRegion = "us-west",
            Cid = "C-11803",
            BillingEmail = "finance@cascade-orchards.example",
            Tier = "growth",
            PaymentMethod = PaymentMethods.BankAccount("Columbia Valley Credit Union", "0316", "124000000"),
            Usage = UsageCatalog.Cascade,
            Invoices =
            [
                .. new InvoiceHistory(24, 498.70m, 0.018m, 30) { NewestIsProcessing = true }.Invoices(
                    SandboxOrganizations.Cascade,
                    null,
                    now
                ),
            ],
        };

    private static OrganizationRecord Harborlight(DateTimeOffset month, DateTimeOffset now) =>
        new()
        {
            Id = SandboxOrganizations.Harborlight,
            Name = HarborlightName,
            CreatedOn = month.AddMonths(-34).AddDays(7).AddHours(13.75),
            PublicNamespace = "harborlight",
            DefaultRegion = "us-east",
            Cid = "C-10966",
            BillingEmail = "ap@harborlight.example",
            Tier = "partner",
            PaymentMethod = PaymentMethods.Card("mastercard", "4444"),
            SupportEmail = "support@harborlight.example",
            LogoUrl = "https://cdn.harborlight.example/logo.png",
            BillingAddress = new BillingAddress
            {
                AddressLine1 = "180 Commercial Wharf",
                AddressLine2 = "Suite 4",
                City = "Portland",
                State = "ME",
                Zipcode = "04101",
                Country = "US",
            },
            Usage = UsageCatalog.Harborlight,
            PlatformFee = 250.00m,
            Invoices =
            [
                .. new InvoiceHistory(24, 402.95m, 0.002m, 14)
                {
                    FailedThenPaid = new Dictionary<int, string> { [6] = "insufficient_funds" },
                }.Invoices(SandboxOrganizations.Harborlight, null, now),
            ],
        };

    private static OrganizationRecord Lumiere(DateTimeOffset month, DateTimeOffset now) =>
        new()
        {
            Id = SandboxOrganizations.Lumiere,
            Name = "Lumière Fulfillment",
            CreatedOn = month.AddMonths(-6).AddDays(16).AddHours(10),
            BillingEmail = "office@lumiere-fulfillment.example",
            Tier = "standard",
            PaymentMethod = PaymentMethods.None(),
            ChargeFailure = "other",
            Usage = UsageCatalog.Lumiere,
            Invoices =
            [
                .. new InvoiceHistory(4, 121.60m, 0.08m, 14)
                {
                    Outstanding = new Dictionary<int, string>
                    {
                        [1] = "other",
                        [2] = "other",
                        [3] = "other",
                        [4] = "other",
                    },
                }.Invoices(SandboxOrganizations.Lumiere, HarborlightName, now),
            ],
        };

    private static OrganizationRecord Fernhill(DateTimeOffset month, DateTimeOffset now) =>
        new()
        {
            Id = SandboxOrganizations.Fernhill,
            Name = "Fernhill Dairy (Vermont)",
            CreatedOn = month.AddMonths(-26).AddDays(2).AddHours(7.5),
            PublicNamespace = "fernhill",
            DefaultRegion = "us-east",
            BillingEmail = "owner@fernhill-dairy.example",
            Tier = "standard",
            PaymentMethod = PaymentMethods.UnknownCard(),
            ChargeFailure = "card_declined",
            Usage = UsageCatalog.Fernhill,
            Invoices =
            [
                .. new InvoiceHistory(24, 128.35m, 0.004m, 30)
                {
                    Outstanding = new Dictionary<int, string>
                    {
                        [1] = "card_declined",
                        [2] = "expired_card",
                        [3] = "insufficient_funds",
                    },
                }.Invoices(SandboxOrganizations.Fernhill, HarborlightName, now),
            ],
        };

    private static OrganizationRecord Meridian(DateTimeOffset month, DateTimeOffset now) =>
        new()
        {
            Id = SandboxOrganizations.Meridian,
            Name = "Meridian Labs",
            CreatedOn = month.AddMonths(-29).AddDays(25).AddHours(20),
            PublicNamespace = "meridian",
            DefaultRegion = "eu-west",
            BillingEmail = "billing@meridian-labs.example",
            Tier = "education",
            PaymentMethod = PaymentMethods.Card("amex", "0005"),
            Usage = UsageCatalog.Meridian,
            Invoices =
            [
                .. new InvoiceHistory(24, 175.20m, 0.01m, 14).Invoices(SandboxOrganizations.Meridian, null, now),
            ],
        };
}
