using Viam.Billing.Text;

namespace Viam.Billing;

/// <summary>
/// A charge in the FinOps Open Cost and Usage Specification (FOCUS). The properties are the columns of versions 1.2 to
/// 1.4; an exported file has those of its version. Costs are in the currency <see cref="BillingCurrency"/>.
/// </summary>
public sealed class FocusRow : BillingObject
{
    /// <summary>The cost with its share of the source's discount subtracted.</summary>
    public decimal BilledCost { get; internal init; }

    /// <summary>The same as <see cref="BilledCost"/>.</summary>
    public decimal EffectiveCost { get; internal init; }

    /// <summary>The same as <see cref="BilledCost"/>.</summary>
    public decimal ContractedCost { get; internal init; }

    /// <summary>The cost before the discount.</summary>
    public decimal ListCost { get; internal init; }

    /// <summary>The price of one unit before the discount; null for an adjustment.</summary>
    public decimal? ListUnitPrice { get; internal init; }

    /// <summary>The organization ID.</summary>
    public string BillingAccountId { get; internal init; } = "";

    /// <summary>The organization's name; null if unknown.</summary>
    public string? BillingAccountName { get; internal init; }

    /// <summary>The currency code, USD.</summary>
    public string BillingCurrency { get; internal init; } = "";

    /// <summary>The start of the billing period. UTC.</summary>
    public DateTime BillingPeriodStart { get; internal init; }

    /// <summary>The end of the billing period, exclusive. UTC.</summary>
    public DateTime BillingPeriodEnd { get; internal init; }

    /// <summary>The start of the period that the row covers. UTC.</summary>
    public DateTime ChargePeriodStart { get; internal init; }

    /// <summary>The end of the period that the row covers, exclusive. UTC.</summary>
    public DateTime ChargePeriodEnd { get; internal init; }

    /// <summary>Usage, or Adjustment for the part of the subtotal that isn't attributed to a source.</summary>
    public string ChargeCategory { get; internal init; } = "";

    /// <summary>Always null: the service doesn't report corrections of past periods.</summary>
    public string? ChargeClass { get; internal init; }

    /// <summary>Usage-Based or Recurring.</summary>
    public string ChargeFrequency { get; internal init; } = "";

    public string ChargeDescription { get; internal init; } = "";

    /// <summary>In files of versions 1.2 and 1.3.</summary>
    public string ProviderName { get; internal init; } = "";

    /// <summary>In files of versions 1.2 and 1.3.</summary>
    public string PublisherName { get; internal init; } = "";

    /// <summary>In files of versions 1.3 and 1.4.</summary>
    public string ServiceProviderName { get; internal init; } = "";

    /// <summary>In files of versions 1.3 and 1.4.</summary>
    public string HostProviderName { get; internal init; } = "";

    public string InvoiceIssuerName { get; internal init; } = "";

    /// <summary>1, or -1 for a negative cost; null for an adjustment.</summary>
    public decimal? PricingQuantity { get; internal init; }

    /// <summary>Count; null for an adjustment.</summary>
    public string? PricingUnit { get; internal init; }

    public string ServiceName { get; internal init; } = "";

    public string ServiceCategory { get; internal init; } = "";

    public string ServiceSubcategory { get; internal init; } = "";

    /// <summary>The service's name of the resource type, such as PER_MACHINE; null for an adjustment.</summary>
    public string? SkuId { get; internal init; }

    public string? SkuMeter { get; internal init; }

    /// <summary>The resource type and the tier, such as PER_MACHINE/standard; null for an adjustment.</summary>
    public string? SkuPriceId { get; internal init; }

    /// <summary>The resource type, such as PerMachine; Other for an adjustment.</summary>
    public string x_ViamResourceType { get; internal init; } = "";

    /// <summary>Org or Fragment; null if unknown.</summary>
    public string? x_ViamSourceType { get; internal init; }

    /// <summary>The name of the pricing tier; null if unknown.</summary>
    public string? x_ViamTierName { get; internal init; }

    /// <summary>The time at which the usage was read. UTC.</summary>
    public DateTime x_ViamReadAt { get; internal init; }

    /// <summary>True if the usage was read within an hour of the end of the billing period, or later.</summary>
    public bool x_ViamIsFinal { get; internal init; }

    public override string ToString() =>
        VisibleText.From(
            FormattableString.Invariant($"{ChargePeriodStart:yyyy-MM-dd} {x_ViamResourceType} {BilledCost:0.00} USD")
        );
}
