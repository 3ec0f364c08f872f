namespace Viam.Billing.Usage;

/// <summary>
/// The costs of a row, or of a whole organization, in two time spans, before they are rounded to cents.
/// </summary>
internal sealed record ComparedCosts(UsageRowKey Key, decimal Reference, decimal Current, bool IsEstimated)
{
    private const decimal HalfCent = 0.005m;

    private bool IsUnchanged => Reference == Current;

    public UsageDifference Round() => new(UsageAmount.Round(Reference), UsageAmount.Round(Current), IsEstimated);

    /// <summary>
    /// Rounds rows so that they add up to the rounded total. A row that hasn't changed remains unchanged.
    /// </summary>
    /// <param name="total">The costs of the whole organization; null if they aren't those of the rows.</param>
    public static IEnumerable<KeyValuePair<UsageRowKey, UsageDifference>> Round(
        IReadOnlyList<ComparedCosts> rows,
        ComparedCosts? total
    )
    {
        rows = total is null ? rows : WithRest(rows, total);
        var references = Apportionment.Round(
            UsageAmount.Round(total?.Reference ?? rows.Sum(static row => row.Reference)),
            [.. rows.Select(static row => row.Reference)]
        );
        var left = UsageAmount.Round(total?.Current ?? rows.Sum(static row => row.Current));
        for (var i = 0; i < references.Length; i++)
        {
            left -= rows[i].IsUnchanged ? references[i] : 0;
        }
        var changed = Apportionment.Round(
            left,
            [.. rows.Where(static row => !row.IsUnchanged).Select(static row => row.Current)]
        );
        var next = 0;
        return rows.Select(
                (row, i) =>
                    KeyValuePair.Create(
                        row.Key,
                        new UsageDifference(
                            references[i],
                            row.IsUnchanged ? references[i] : changed[next++],
                            row.IsEstimated
                        )
                    )
            )
            .ToList();
    }

    /// <summary>
    /// Adds what the rows don't explain to the remainder, because amounts of single snapshots are unknown.
    /// </summary>
    private static IReadOnlyList<ComparedCosts> WithRest(IReadOnlyList<ComparedCosts> rows, ComparedCosts total)
    {
        var reference = total.Reference - rows.Sum(static row => row.Reference);
        var current = total.Current - rows.Sum(static row => row.Current);
        if (Math.Abs(reference) < HalfCent && Math.Abs(current) < HalfCent)
        {
            return rows;
        }
        var rest = new ComparedCosts(UsageRowKey.Remainder, reference, current, IsEstimated: true);
        return
        [
            .. rows.Where(static row => row.Key != UsageRowKey.Remainder),
            rows.FirstOrDefault(static row => row.Key == UsageRowKey.Remainder) is { } known
                ? rest with
                {
                    Reference = known.Reference + reference,
                    Current = known.Current + current,
                }
                : rest,
        ];
    }
}
