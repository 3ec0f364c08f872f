using Google.Protobuf.WellKnownTypes;
using Viam.Billing.Contract;

namespace Viam.Billing.Sandbox.State;

/// <summary>An organization and its billing data. Guarded by the lock of the state.</summary>
internal sealed class OrganizationRecord
{
    internal required string Id { get; init; }

    internal required string Name { get; init; }

    internal required DateTimeOffset CreatedOn { get; init; }

    internal string PublicNamespace { get; init; } = "";

    internal string DefaultRegion { get; init; } = "";

    /// <summary>Null if the organization has none.</summary>
    internal string? Cid { get; init; }

    internal required string BillingEmail { get; init; }

    /// <summary>The billing tier, one of <see cref="Services.SandboxState.Tiers"/>.</summary>
    internal required string Tier { get; set; }

    /// <summary>Only the type and the method. Email and billing tier are added for each response.</summary>
    internal required GetOrgBillingInformationResponse PaymentMethod { get; init; }

    /// <summary>Why a charge fails; null if it succeeds.</summary>
    internal string? ChargeFailure { get; init; }

    internal string SupportEmail { get; init; } = "";

    internal string LogoUrl { get; init; } = "";

    /// <summary>Null if white-label billing is disabled.</summary>
    internal BillingAddress? BillingAddress { get; set; }

    internal required IReadOnlyList<UsageSource> Usage { get; init; }

    /// <summary>
    /// The monthly cost in addition to usage, in US dollars. It is included in the subtotal but not in any of its
    /// parts.
    /// </summary>
    internal decimal PlatformFee { get; init; }

    /// <summary>Newest first.</summary>
    internal required List<InvoiceRecord> Invoices { get; init; }

    internal Contract.Organization ToMessage()
    {
        var message = new Contract.Organization
        {
            Id = Id,
            Name = Name,
            CreatedOn = CreatedOn.ToTimestamp(),
            PublicNamespace = PublicNamespace,
            DefaultRegion = DefaultRegion,
        };
        if (Cid is not null)
        {
            message.Cid = Cid;
        }

        return message;
    }

    internal GetOrgBillingInformationResponse BillingInformation(bool withTier)
    {
        var message = PaymentMethod.Clone();
        message.BillingEmail = BillingEmail;
        if (withTier)
        {
            message.BillingTier = Tier;
        }

        return message;
    }

    internal GetInvoicesSummaryResponse InvoicesSummary(DateTimeOffset now)
    {
        var endOfCycle = BillingMonth.StartOf(now);
        return new GetInvoicesSummaryResponse
        {
            OutstandingBalance = (double)
                Invoices.Where(invoice => invoice.IsOwedAtEndOfCycle(endOfCycle)).Sum(static invoice => invoice.Amount),
            Invoices = { Invoices.Select(invoice => invoice.ToMessage(now)) },
        };
    }

    /// <summary>The usage of the month that is running at a time.</summary>
    /// <param name="monthsAgo">How long before the current month it is.</param>
    internal GetCurrentMonthUsageResponse MonthUsage(DateTimeOffset now, int monthsAgo = 0)
    {
        ResourceUsageCostsBySource[] sources = [.. Usage.Select(source => source.ToMessage(Tier, now, monthsAgo))];
        return new GetCurrentMonthUsageResponse
        {
            StartDate = BillingMonth.StartOf(now).ToTimestamp(),
            EndDate = BillingMonth.StartOf(now).AddMonths(1).ToTimestamp(),
            ResourceUsageCostsBySource = { sources },
            Subtotal = (double)(
                PlatformFee + sources.Sum(static source => (decimal)source.ResourceUsageCosts.TotalWithDiscount)
            ),
        };
    }

    /// <summary>Null if white-label billing is disabled.</summary>
    internal GetBillingServiceConfigResponse? BillingServiceConfig() =>
        BillingAddress is null
            ? null
            : new()
            {
                BillingAddress = BillingAddress,
                SupportEmail = SupportEmail,
                LogoUrl = LogoUrl,
                BillingDashboardUrl = $"https://billing.sandbox.example/{Id}",
            };
}
