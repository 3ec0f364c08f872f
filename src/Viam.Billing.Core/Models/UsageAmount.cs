namespace Viam.Billing;

/// <summary>Calculations with amounts in US dollars, where null is an unknown amount.</summary>
internal static class UsageAmount
{
    /// <summary>
    /// Larger amounts are treated as unknown. No bill comes near the limit, and sums and products of amounts below it
    /// can't overflow a decimal.
    /// </summary>
    public const decimal Limit = 1_000_000_000_000_000m;

    private const decimal One = 1.0000000000000000000000000000m;

    public static decimal? Known(decimal? amount) => amount is >= -Limit and <= Limit ? amount : null;

    /// <summary>The same value with at least two decimals and no trailing zeros after them.</summary>
    public static decimal Normalize(decimal amount) =>
        // The division takes most of the time, and amounts in cents don't need it.
        (amount.Scale <= 2 && amount != 0 ? amount : amount / One) + 0.00m;

    /// <summary>Rounded to cents, half to even. Only for display: amounts are calculated without rounding.</summary>
    public static decimal Round(decimal amount) => Math.Round(amount, 2, MidpointRounding.ToEven) + 0.00m;

    /// <summary>
    /// Rounded to cents. The conversion of an estimate to decimal keeps 15 digits, which removes the errors of binary
    /// fractions.
    /// </summary>
    public static decimal Round(double amount) => Round(FromDouble(amount));

    /// <summary>An estimate as a decimal number, with 15 digits.</summary>
    public static decimal FromDouble(double amount) =>
        double.IsFinite(amount)
            ? (decimal)Math.Clamp(amount, -(double)Limit * 1000, (double)Limit * 1000)
            : throw new ArgumentOutOfRangeException(nameof(amount));
}
