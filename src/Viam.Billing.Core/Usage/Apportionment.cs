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

    private static void DistributeRest(decimal left, decimal[] shares, decimal[] remainders)
    {
        var order = new int[shares.Length];
        for (var i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }
        Array.Sort(
            order,
            (one, other) =>
                remainders[other].CompareTo(remainders[one]) is not 0 and var result ? result : one.CompareTo(other)
        );
        for (var i = 0; left != 0; i = (i + 1) % order.Length)
        {
            // Negative only because of the rounding of the last digit of the shares.
            var part = left > 0 ? Math.Min(left, Cent) : left;
            shares[order[i]] += part;
            left -= part;
        }
    }
}
