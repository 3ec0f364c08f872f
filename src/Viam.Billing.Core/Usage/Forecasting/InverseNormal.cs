namespace Viam.Billing.Usage.Forecasting;

/// <summary>
/// The inverse of the standard normal distribution, by Wichura's algorithm AS 241 (Applied Statistics 37, 1988),
/// accurate to about 16 digits.
/// </summary>
internal static class InverseNormal
{
    private static readonly double[] s_centralNumerator =
    [
        2509.0809287301226727,
        33430.575583588128105,
        67265.770927008700853,
        45921.953931549871457,
        13731.693765509461125,
        1971.5909503065514427,
        133.14166789178437745,
        3.3871328727963666080,
    ];

    private static readonly double[] s_centralDenominator =
    [
        5226.4952788528545610,
        28729.085735721942674,
        39307.895800092710610,
        21213.794301586595867,
        5394.1960214247511077,
        687.18700749205790830,
        42.313330701600911252,
        1,
    ];

    private static readonly double[] s_tailNumerator =
    [
        7.74545014278341407640e-4,
        2.27238449892691845833e-2,
        2.41780725177450611770e-1,
        1.27045825245236838258,
        3.64784832476320460504,
        5.76949722146069140550,
        4.63033784615654529590,
        1.42343711074968357734,
    ];

    private static readonly double[] s_tailDenominator =
    [
        1.05075007164441684324e-9,
        5.47593808499534494600e-4,
        1.51986665636164571966e-2,
        1.48103976427480074590e-1,
        6.89767334985100004550e-1,
        1.67638483018380384940,
        2.05319162663775882187,
        1,
    ];

    /// <summary>
    /// The half-width, in standard deviations, of the interval around the mean that contains a percentage of all
    /// values, such as 1.28155 for 80 percent.
    /// </summary>
    /// <param name="level">The percentage: above 0, at most 99.999.</param>
    public static double TwoSided(double level)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(level);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(level, 99.999);
        // Half of the interval is above the mean.
        var upper = level / 200;
        if (upper <= 0.425)
        {
            var square = 0.180625 - (upper * upper);
            return upper * Evaluate(s_centralNumerator, square) / Evaluate(s_centralDenominator, square);
        }
        var tail = Math.Sqrt(-Math.Log(0.5 - upper)) - 1.6;
        return Evaluate(s_tailNumerator, tail) / Evaluate(s_tailDenominator, tail);
    }

    private static double Evaluate(double[] coefficients, double at)
    {
        var value = 0d;
        foreach (var coefficient in coefficients)
        {
            value = (value * at) + coefficient;
        }
        return value;
    }
}
