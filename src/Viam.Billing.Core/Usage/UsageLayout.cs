namespace Viam.Billing.Usage;

/// <summary>
/// The rows of a snapshot without their amounts. Nearly all snapshots of an organization have the same rows, so that
/// they share one layout.
/// </summary>
/// <param name="Sources">
/// The sources, each type and tier once. Each has its discount, its two totals, and its costs in the amounts of a
/// snapshot, in this order.
/// </param>
/// <param name="Keys">The keys of the costs of all sources.</param>
internal sealed record UsageLayout(IReadOnlyList<SourceLayout> Sources, IReadOnlyList<UsageRowKey> Keys)
{
    /// <summary>The number of amounts that a source has in addition to its costs.</summary>
    public const int AmountsPerSource = 3;
}
