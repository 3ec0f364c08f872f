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

    /// <summary>The same for all days.</summary>
    private readonly Dictionary<UsageRowKey, Texts> _texts = [];
    private readonly bool _isFinal = snapshot.ReadAt >= snapshot.Period.End - CostCurve.FinalTolerance;
    private decimal _billed;

    public IReadOnlyList<FocusRow> Rows => _rows;

    public void AddUsage(UsageRowKey key, decimal gross, decimal net, DateTime start, DateTime end)
    {
        var (billed, list) = (Exact(net), Exact(gross));
        if (!_texts.TryGetValue(key, out var texts))
        {
            _texts.Add(key, texts = Describe(key));
        }
        Add(
            new Charge
            {
                Category = "Usage",
                Frequency = key.ResourceType == "PremiumModule" ? "Recurring" : "Usage-Based",
                Description = texts.Description,
                Billed = billed,
                List = list,
                // A unit price can't be negative, so a negative cost is a negative quantity.
                UnitPrice = Math.Abs(list),
                Quantity = list < 0 ? -1.0m : 1.0m,
                Sku = texts.Sku,
                SkuPrice = texts.SkuPrice,
                Key = key,
            },
            texts.Service,
            start,
            end
        );
    }

    /// <summary>Adds a row for the part of the subtotal that isn't attributed to a source.</summary>
    public void AddAdjustment(decimal amount, DateTime start, DateTime end)
    {
        var exact = Exact(amount);
        if (exact == 0)
        {
            return;
        }
        Add(
            new Charge
            {
                Category = "Adjustment",
                Frequency = "Recurring",
                Description = "Part of the subtotal that no resource accounts for",
                Billed = exact,
                List = exact,
                Key = UsageRowKey.Remainder,
            },
            FocusService.Other,
            start,
            end
        );
    }

    /// <summary>Adds a row for the difference between the subtotal and the rows so far.</summary>
    public void AddRemainder(decimal subtotal, DateTime start, DateTime end) =>
        AddAdjustment(Exact(subtotal) - _billed, start, end);

    private static decimal Exact(decimal amount) => UsageAmount.Normalize(Math.Round(amount, Scale));

    private static Texts Describe(UsageRowKey key)
    {
        var tier = string.IsNullOrEmpty(key.TierName) ? "" : $", {key.TierName} tier";
        var source = string.IsNullOrEmpty(key.SourceType) ? "" : $", source {key.SourceType}";
        var sku = FocusService.SkuOf(key.ResourceType);
        return new Texts(
            $"{key.ResourceType}{tier}{source}",
            sku,
            string.IsNullOrEmpty(key.TierName) ? sku : $"{sku}/{key.TierName}",
            FocusService.Of(key.ResourceType)
        );
    }

    private static string? NullIfEmpty(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

    private void Add(Charge charge, FocusService service, DateTime start, DateTime end)
    {
        _billed += charge.Billed;
        _rows.Add(
            new FocusRow
            {
                BilledCost = charge.Billed,
                EffectiveCost = charge.Billed,
                ContractedCost = charge.Billed,
                ListCost = charge.List,
                ListUnitPrice = charge.UnitPrice,
                BillingAccountId = account.OrganizationId,
                BillingAccountName = NullIfEmpty(account.OrganizationName),
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
                PricingQuantity = charge.Quantity,
                PricingUnit = charge.Quantity is null ? null : "Count",
                ServiceName = service.Name,
                ServiceCategory = service.Category,
                ServiceSubcategory = service.Subcategory,
                SkuId = charge.Sku,
                SkuMeter = charge.Sku,
                SkuPriceId = charge.SkuPrice,
                x_ViamResourceType = charge.Key.ResourceType,
                x_ViamSourceType = NullIfEmpty(charge.Key.SourceType),
                x_ViamTierName = NullIfEmpty(charge.Key.TierName),
                x_ViamReadAt = snapshot.ReadAt,
                x_ViamIsFinal = _isFinal,
            }
        );
    }

    private sealed record Texts(string Description, string Sku, string SkuPrice, FocusService Service);

    private readonly record struct Charge(
        string Category,
        string Frequency,
        string Description,
        decimal Billed,
        decimal List,
        decimal? UnitPrice,
        decimal? Quantity,
        string? Sku,
        string? SkuPrice,
        UsageRowKey Key
    );
}
