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
    /// Rounds rows so that they add up to the rounded total. A row that hasn't changed remains unchanged, and one whose
    /// cost is 0 remains 0.
    /// </summary>
    /// <param name="total">The costs of the whole organization; null if they aren't those of the rows.</param>
    public static IEnumerable<KeyValuePair<UsageRowKey, UsageDifference>> Round(
        IReadOnlyList<ComparedCosts> rows,
        ComparedCosts? total
    )
    {
        rows = total is null ? rows : WithRest(rows, total);
        var reference = UsageAmount.Round(total?.Reference ?? rows.Sum(static row => row.Reference));
        var current = UsageAmount.Round(total?.Current ?? rows.Sum(static row => row.Current));
        decimal[] same = [.. rows.Where(static row => row.IsUnchanged).Select(static row => row.Reference)];
        decimal[] before = [.. rows.Where(static row => !row.IsUnchanged).Select(static row => row.Reference)];
        decimal[] now = [.. rows.Where(static row => !row.IsUnchanged).Select(static row => row.Current)];
        if (before.Length == 0)
        {
            return Combine(rows, Apportionment.Round(reference, same), Apportionment.Round(current, same), [], []);
        }
        var unchanged = SumOfUnchanged(reference, current, same.Sum(), before, now);
        var rounded = Apportionment.Round(unchanged, same);
        return Combine(
            rows,
            rounded,
            rounded,
            Apportionment.Round(reference - unchanged, before),
            Apportionment.Round(current - unchanged, now)
        );
    }

    /// <summary>
    /// The sum of the rows that haven't changed, in cents, such that what remains of both totals is the sum of the
    /// other rows, rounded up or down. If the other rows are all 0 in a span, nothing remains of its total.
    /// </summary>
    private static decimal SumOfUnchanged(
        decimal reference,
        decimal current,
        decimal exact,
        decimal[] before,
        decimal[] now
    )
    {
        var (least, most) = Range(reference, before);
        var (leastNow, mostNow) = Range(current, now);
        // The ranges are apart only if the totals aren't the sums of the rows.
        (least, most) = now.All(static cost => cost == 0)
            ? (leastNow, mostNow)
            : (Math.Min(Math.Max(least, leastNow), most), most);
        return Math.Clamp(UsageAmount.Round(exact), least, Math.Max(least, Math.Min(most, mostNow)));

        static (decimal Least, decimal Most) Range(decimal total, decimal[] costs)
        {
            var sum = costs.Sum();
            return (total - (Math.Ceiling(sum * 100) / 100), total - (Math.Floor(sum * 100) / 100));
        }
    }

    private static List<KeyValuePair<UsageRowKey, UsageDifference>> Combine(
        IReadOnlyList<ComparedCosts> rows,
        decimal[] sameBefore,
        decimal[] sameNow,
        decimal[] before,
        decimal[] now
    )
    {
        var (same, changed) = (0, 0);
        return
        [
            .. rows.Select(row =>
                KeyValuePair.Create(
                    row.Key,
                    row.IsUnchanged
                        ? new UsageDifference(sameBefore[same], sameNow[same++], row.IsEstimated)
                        : new UsageDifference(before[changed], now[changed++], row.IsEstimated)
                )
            ),
        ];
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
