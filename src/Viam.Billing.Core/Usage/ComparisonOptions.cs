namespace Viam.Billing.Usage;

/// <param name="MinimumAmount">Changes below it are left out. US dollars.</param>
/// <param name="MinimumPercent">Changes below it are left out, but not what is new.</param>
internal sealed record ComparisonOptions(
    decimal MinimumAmount = 0,
    decimal MinimumPercent = 0,
    bool IncludeUnchanged = false
)
{
    public static readonly ComparisonOptions Default = new();
}
