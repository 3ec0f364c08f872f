using Viam.Billing.Usage.Forecasting;

namespace Viam.Billing.Core.Tests.Usage;

/// <summary>Quantiles of the normal distribution, against published values.</summary>
public sealed class InverseNormalTests
{
    [Theory]
    [InlineData(50, 0.674489750196082)]
    [InlineData(80, 1.281551565544601)]
    [InlineData(84.999999, 1.439528)]
    [InlineData(85.000001, 1.439535)]
    [InlineData(90, 1.644853626951472)]
    [InlineData(95, 1.959963984540054)]
    [InlineData(99, 2.575829303548901)]
    [InlineData(99.9, 3.290526731491925)]
    public void LevelHasQuantile(double level, double expected) =>
        Assert.Equal(expected, InverseNormal.TwoSided(level), level is > 84 and < 86 ? 1e-5 : 1e-12);

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(100)]
    [InlineData(double.NaN)]
    public void LevelOutOfRangeIsRefused(double level) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => InverseNormal.TwoSided(level));
}
