namespace Viam.Billing.Usage;

/// <summary>The costs of a row, or of a whole organization, in two time spans, rounded to cents.</summary>
internal sealed record UsageDifference(decimal Reference, decimal Current, bool IsEstimated)
{
    public decimal Change => Current - Reference;

    /// <summary>The change in percent of the reference; null if the reference is 0.</summary>
    public decimal? Percent => Reference == 0 ? null : Change / Math.Abs(Reference) * 100;

    public UsageChangeKind Kind =>
        (Reference, Change) switch
        {
            (_, 0) => UsageChangeKind.Same,
            (0, _) => UsageChangeKind.New,
            _ when Current == 0 => UsageChangeKind.Gone,
            (_, > 0) => UsageChangeKind.Up,
            _ => UsageChangeKind.Down,
        };

    public bool IsIncluded(ComparisonOptions options) =>
        Kind == UsageChangeKind.Same
            ? options.IncludeUnchanged
            : Math.Abs(Change) >= options.MinimumAmount
                && (Percent is not { } percent || Math.Abs(percent) >= options.MinimumPercent);
}
