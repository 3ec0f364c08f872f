using Viam.Billing.Usage;

namespace Viam.Billing.Focus;

/// <summary>What all rows of a resource, or all adjustments, have in common.</summary>
internal sealed class FocusCharge
{
    /// <summary>The part of the subtotal that isn't attributed to a source.</summary>
    public static readonly FocusCharge Adjustment = new()
    {
        Category = "Adjustment",
        Frequency = "Recurring",
        Description = "Part of the subtotal that no resource accounts for",
        Service = FocusService.Other,
        ResourceType = UsageRowKey.Remainder.ResourceType,
    };

    public required string Category { get; init; }

    public required string Frequency { get; init; }

    public required string Description { get; init; }

    public required FocusService Service { get; init; }

    public required string ResourceType { get; init; }

    public string? SourceType { get; init; }

    public string? TierName { get; init; }

    public string? Sku { get; init; }

    public string? SkuPrice { get; init; }

    public static FocusCharge Of(UsageRowKey key)
    {
        var tier = string.IsNullOrEmpty(key.TierName) ? "" : $", {key.TierName} tier";
        var source = string.IsNullOrEmpty(key.SourceType) ? "" : $", source {key.SourceType}";
        var sku = FocusService.SkuOf(key.ResourceType);
        return new FocusCharge
        {
            Category = "Usage",
            Frequency = key.ResourceType == "PremiumModule" ? "Recurring" : "Usage-Based",
            Description = $"{key.ResourceType}{tier}{source}",
            Service = FocusService.Of(key.ResourceType),
            ResourceType = key.ResourceType,
            SourceType = NullIfBlank(key.SourceType),
            TierName = NullIfBlank(key.TierName),
            Sku = sku,
            SkuPrice = string.IsNullOrEmpty(key.TierName) ? sku : $"{sku}/{key.TierName}",
        };
    }

    public static string? NullIfBlank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
