namespace Viam.Billing.Usage;

/// <summary>Divides amounts into cents so that the parts add up to the whole exactly.</summary>
internal static class Apportionment
{
    private const decimal Cent = 0.01m;

    /// <summary>
    /// Divides an amount in proportion to weights. Each share is rounded down to cents (toward minus infinity), and the
    /// remaining cents are added to the shares with the largest remainders, in order if they are equal. A fraction of a
    /// cent is added to the next share in that order.
    /// </summary>
    /// <param name="weights">The weights, whose sum must not be 0.</param>
    public static decimal[] Divide(decimal amount, ReadOnlySpan<decimal> weights)
    {
        var sum = 0m;
        foreach (var weight in weights)
        {
            sum += weight;
        }
        var shares = new decimal[weights.Length];
        var remainders = new decimal[weights.Length];
        var left = amount;
        for (var i = 0; i < weights.Length; i++)
        {
            var exact = amount * (weights[i] / sum);
            shares[i] = Floor(exact);
            remainders[i] = exact - shares[i];
            left -= shares[i];
        }
        if (left != 0)
        {
            DistributeRest(left, shares, remainders);
        }
        return shares;
    }

    /// <summary>
    /// Rounds amounts to cents so that they add up to a total: down (toward minus infinity), with the remaining cents
    /// added to the amounts with the largest remainders. If the total differs from the sum of the amounts by a cent or
    /// more, the rest of the difference is added to the largest amount. An amount in cents, such as 0, is kept unless
    /// it is the largest.
    /// </summary>
    /// <param name="total">The total in cents.</param>
    public static decimal[] Round(decimal total, ReadOnlySpan<decimal> amounts)
    {
        var rounded = new decimal[amounts.Length];
        if (amounts.IsEmpty)
        {
            return rounded;
        }
        var remainders = new decimal[amounts.Length];
        var (sum, floors, largest) = (0m, 0m, 0);
        for (var i = 0; i < amounts.Length; i++)
        {
            rounded[i] = Floor(amounts[i]);
            remainders[i] = amounts[i] - rounded[i];
            sum += amounts[i];
            floors += rounded[i];
            largest = Math.Abs(amounts[i]) > Math.Abs(amounts[largest]) ? i : largest;
        }
        var expected = Math.Clamp(total, Floor(sum), Ceiling(sum));
        if (expected != floors)
        {
            DistributeRest(expected - floors, rounded, remainders);
        }
        rounded[largest] += total - expected;
        return rounded;
    }

    /// <summary>
    /// Divides the amounts of several rows in proportion to the same weights, so that the shares of a row add up to its
    /// amount, and the shares of all rows for a weight to the share that <see cref="Divide"/> returns for the total.
    /// The largest row takes what the others leave, because a difference distorts it least. The shares of the others
    /// differ from the exact ones by at most a cent.
    /// </summary>
    /// <param name="total">The sum of the amounts.</param>
    /// <param name="weights">The weights, whose sum must not be 0.</param>
    /// <returns>The shares of each row.</returns>
    public static decimal[][] DivideRows(decimal total, ReadOnlySpan<decimal> amounts, ReadOnlySpan<decimal> weights)
    {
        var sum = 0m;
        foreach (var weight in weights)
        {
            sum += weight;
        }
        var rest = Divide(total, weights);
        var rows = new decimal[amounts.Length][];
        // What the rows so far are short of their exact shares, per weight.
        var deficits = new decimal[weights.Length];
        var cents = new decimal[weights.Length];
        var largest = IndexOfLargest(amounts);
        for (var row = 0; row < amounts.Length; row++)
        {
            if (row == largest)
            {
                continue;
            }
            var shares = rows[row] = new decimal[weights.Length];
            var left = amounts[row];
            for (var i = 0; i < weights.Length; i++)
            {
                var exact = amounts[row] * (weights[i] / sum);
                shares[i] = Floor(exact);
                deficits[i] += exact - shares[i];
                left -= shares[i];
            }
            Array.Clear(cents);
            if (left != 0)
            {
                DistributeRest(left, cents, deficits);
            }
            for (var i = 0; i < weights.Length; i++)
            {
                shares[i] += cents[i];
                deficits[i] -= cents[i];
                rest[i] -= shares[i];
            }
        }
        if (largest >= 0)
        {
            rows[largest] = rest;
        }
        return rows;
    }

    private static decimal Floor(decimal amount) => Math.Floor(amount * 100) / 100;

    private static decimal Ceiling(decimal amount) => Math.Ceiling(amount * 100) / 100;

    private static int IndexOfLargest(ReadOnlySpan<decimal> amounts)
    {
        var largest = amounts.Length - 1;
        for (var i = largest - 1; i >= 0; i--)
        {
            largest = Math.Abs(amounts[i]) >= Math.Abs(amounts[largest]) ? i : largest;
        }
        return largest;
    }

    private static void DistributeRest(decimal left, decimal[] shares, decimal[] remainders)
    {
        var order = Order(remainders);
        for (var i = 0; left != 0; i = (i + 1) % order.Length)
        {
            // Negative only because of the rounding of the last digit of the shares.
            var part = left > 0 ? Math.Min(left, Cent) : left;
            shares[order[i]] += part;
            left -= part;
        }
    }

    /// <summary>The largest remainder first, in order if they are equal.</summary>
    private static int[] Order(decimal[] remainders)
    {
        var order = new int[remainders.Length];
        for (var i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }
        Array.Sort(
            order,
            (one, other) =>
                remainders[other].CompareTo(remainders[one]) is not 0 and var result ? result : one.CompareTo(other)
        );
        return order;
    }
}
