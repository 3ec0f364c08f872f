namespace Viam.Billing;

/// <summary>Amounts in US dollars, of which null is an unknown one.</summary>
internal static class UsageAmount
{
    /// <summary>
    /// Larger amounts count as unknown. No bill comes near it, and sums and products of what is below it can't overflow
    /// a decimal.
    /// </summary>
    public const decimal Limit = 1_000_000_000_000_000m;

    private const decimal One = 1.0000000000000000000000000000m;

    public static decimal? Known(decimal? amount) => amount is >= -Limit and <= Limit ? amount : null;

    /// <summary>The same value with at least two decimals and no trailing zeros after them.</summary>
    public static decimal Normalize(decimal amount) => (amount / One) + 0.00m;

    /// <summary>Cents, half to even: for what is shown, and never before it is calculated.</summary>
    public static decimal Round(decimal amount) => Math.Round(amount, 2, MidpointRounding.ToEven) + 0.00m;

    /// <summary>
    /// As above. An estimate's conversion to decimal keeps 15 digits, which removes the noise of binary fractions.
    /// </summary>
    public static decimal Round(double amount) =>
        double.IsFinite(amount)
            ? Round((decimal)Math.Clamp(amount, -(double)Limit * 1000, (double)Limit * 1000))
            : throw new ArgumentOutOfRangeException(nameof(amount));
}
