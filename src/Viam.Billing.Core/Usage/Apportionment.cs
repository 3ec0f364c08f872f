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
            shares[i] = Math.Floor(exact * 100) / 100;
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
    /// added to the amounts with the largest remainders. If the total isn't the rounded sum of the amounts, the
    /// difference is added to the largest amount.
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
            rounded[i] = Math.Floor(amounts[i] * 100) / 100;
            remainders[i] = amounts[i] - rounded[i];
            sum += amounts[i];
            floors += rounded[i];
            largest = Math.Abs(amounts[i]) > Math.Abs(amounts[largest]) ? i : largest;
        }
        var expected = UsageAmount.Round(sum);
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
        // What each weight can still take when all shares are rounded down.
        var room = Divide(total, weights);
        var rows = new decimal[amounts.Length][];
        var remainders = new decimal[amounts.Length][];
        for (var row = 0; row < amounts.Length; row++)
        {
            (rows[row], remainders[row]) = (new decimal[weights.Length], new decimal[weights.Length]);
            for (var i = 0; i < weights.Length; i++)
            {
                var exact = amounts[row] * (weights[i] / sum);
                rows[row][i] = Math.Floor(exact * 100) / 100;
                remainders[row][i] = exact - rows[row][i];
                room[i] -= rows[row][i];
            }
        }
        for (var row = 0; row < amounts.Length; row++)
        {
            var left = amounts[row];
            foreach (var share in rows[row])
            {
                left -= share;
            }
            if (left != 0)
            {
                DistributeInto(room, left, rows[row], remainders[row]);
            }
        }
        return rows;
    }

    /// <summary>Adds the remaining cents of a row where there is room, to the largest remainders first.</summary>
    private static void DistributeInto(decimal[] room, decimal left, decimal[] shares, decimal[] remainders)
    {
        var order = Order(remainders);
        var before = 0m;
        while (left > 0 && left != before)
        {
            before = left;
            foreach (var i in order)
            {
                var part = Math.Min(Math.Min(left, Cent), Math.Max(room[i], 0));
                shares[i] += part;
                room[i] -= part;
                left -= part;
            }
        }
        // Not 0 only because of the rounding of the last digit of a decimal.
        shares[order[0]] += left;
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
