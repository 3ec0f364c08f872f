namespace Viam.Billing.Usage;

/// <param name="MinimumAmount">Smaller changes are omitted. US dollars.</param>
/// <param name="MinimumPercent">Smaller changes are omitted, except new costs.</param>
internal sealed record ComparisonOptions(
    decimal MinimumAmount = 0,
    decimal MinimumPercent = 0,
    bool IncludeUnchanged = false
)
{
    public static readonly ComparisonOptions Default = new();
}
