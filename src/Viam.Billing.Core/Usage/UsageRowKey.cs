namespace Viam.Billing.Usage;

/// <summary>
/// Identifies a row of an organization's usage. A resource type occurs once per source. A class, because .NET contains
/// precompiled collections and queries for classes, and compiles those for structs at run time.
/// </summary>
internal sealed record UsageRowKey(string? SourceType, string? TierName, string ResourceType) : IComparable<UsageRowKey>
{
    /// <summary>The part of the subtotal that isn't attributed to a source, such as a platform fee.</summary>
    public static readonly UsageRowKey Remainder = new(null, null, "Other");

    public override string ToString() =>
        string.Join(
            '/',
            new[] { SourceType, TierName, ResourceType }.Where(static part => !string.IsNullOrEmpty(part))
        );

    public int CompareTo(UsageRowKey? other)
    {
        if (other is null)
        {
            return 1;
        }
        var order = string.CompareOrdinal(SourceType, other.SourceType);
        order = order != 0 ? order : string.CompareOrdinal(TierName, other.TierName);
        return order != 0 ? order : string.CompareOrdinal(ResourceType, other.ResourceType);
    }
}
