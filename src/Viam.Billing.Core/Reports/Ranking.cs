namespace Viam.Billing.Reports;

/// <summary>The largest rows of a list, and the others, which are shown as a single row.</summary>
internal sealed record Ranking<T>(IReadOnlyList<T> Top, IReadOnlyList<T> Others)
{
    public const int TopCount = 25;

    /// <param name="size">
    /// Returns the size of a row. Rows without a size are last; rows of the same size keep their order.
    /// </param>
    public static Ranking<T> By(IEnumerable<T> rows, Func<T, decimal?> size, int count = TopCount)
    {
        T[] sorted = [.. rows.OrderByDescending(row => size(row) is not null).ThenByDescending(row => size(row) ?? 0)];
        return new Ranking<T>(sorted[..Math.Min(count, sorted.Length)], sorted[Math.Min(count, sorted.Length)..]);
    }
}
