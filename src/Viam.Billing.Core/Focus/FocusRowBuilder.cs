using Viam.Billing.Usage;

namespace Viam.Billing.Focus;

/// <summary>Creates the rows of one billing period of an organization.</summary>
internal sealed class FocusRowBuilder(FocusAccount account, FocusOptions options, UsageSnapshot snapshot)
{
    /// <summary>
    /// The number of decimals of amounts in files. Nine fit the numeric types of all common databases.
    /// </summary>
    public const int Scale = 9;

    private readonly List<FocusRow> _rows = [];
    private readonly string? _accountName = FocusCharge.NullIfBlank(account.OrganizationName);
    private readonly bool _isFinal = snapshot.ReadAt >= snapshot.Period.End - CostCurve.FinalTolerance;
    private decimal _billed;

    public IReadOnlyList<FocusRow> Rows => _rows;

    public void AddUsage(FocusCharge charge, decimal gross, decimal net, DateTime start, DateTime end)
    {
        var list = Exact(gross);
        // A unit price can't be negative, so a negative cost is a negative quantity.
        Add(charge, Exact(net), list, Math.Abs(list), list < 0 ? -1.0m : 1.0m, start, end);
    }

    /// <summary>Adds a row for the part of the subtotal that isn't attributed to a source.</summary>
    public void AddAdjustment(decimal amount, DateTime start, DateTime end)
    {
        var exact = Exact(amount);
        if (exact != 0)
        {
            Add(FocusCharge.Adjustment, exact, exact, unitPrice: null, quantity: null, start, end);
        }
    }

    /// <summary>Adds a row for the difference between the subtotal and the rows so far.</summary>
    public void AddRemainder(decimal subtotal, DateTime start, DateTime end) =>
        AddAdjustment(Exact(subtotal) - _billed, start, end);

    private static decimal Exact(decimal amount) => UsageAmount.Normalize(Math.Round(amount, Scale));

    private void Add(
        FocusCharge charge,
        decimal billed,
        decimal list,
        decimal? unitPrice,
        decimal? quantity,
        DateTime start,
        DateTime end
    )
    {
        _billed += billed;
        _rows.Add(
            new FocusRow
            {
                BilledCost = billed,
                EffectiveCost = billed,
                ContractedCost = billed,
                ListCost = list,
                ListUnitPrice = unitPrice,
                BillingAccountId = account.OrganizationId,
                BillingAccountName = _accountName,
                BillingCurrency = "USD",
                BillingPeriodStart = snapshot.Period.Start,
                BillingPeriodEnd = snapshot.Period.End,
                ChargePeriodStart = start,
                ChargePeriodEnd = end,
                ChargeCategory = charge.Category,
                ChargeFrequency = charge.Frequency,
                ChargeDescription = charge.Description,
                ProviderName = FocusOptions.Provider,
                PublisherName = FocusOptions.Provider,
                ServiceProviderName = FocusOptions.Provider,
                HostProviderName = FocusOptions.Provider,
                InvoiceIssuerName = options.InvoiceIssuerName,
                PricingQuantity = quantity,
                PricingUnit = quantity is null ? null : "Count",
                ServiceName = charge.Service.Name,
                ServiceCategory = charge.Service.Category,
                ServiceSubcategory = charge.Service.Subcategory,
                SkuId = charge.Sku,
                SkuMeter = charge.Sku,
                SkuPriceId = charge.SkuPrice,
                x_ViamResourceType = charge.ResourceType,
                x_ViamSourceType = charge.SourceType,
                x_ViamTierName = charge.TierName,
                x_ViamReadAt = snapshot.ReadAt,
                x_ViamIsFinal = _isFinal,
            }
        );
    }
}
