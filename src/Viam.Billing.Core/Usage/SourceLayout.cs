namespace Viam.Billing.Usage;

/// <summary>A source of a <see cref="UsageLayout"/>.</summary>
/// <param name="First">The index of its first amount.</param>
/// <param name="ResourceTypes">The resource types of its costs, each once.</param>
internal sealed record SourceLayout(string? Type, string? Tier, int First, IReadOnlyList<string> ResourceTypes)
{
    /// <summary>The index of its first cost.</summary>
    public int FirstCost => First + UsageLayout.AmountsPerSource;
}
