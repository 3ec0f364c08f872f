using CsCheck;
using Viam.Billing.Core.Tests.Support;
using Viam.Billing.Reports;
using Viam.Billing.Reports.Charts;
using Viam.Billing.Reports.Markup;
using Viam.Billing.Usage;
using Viam.Billing.Usage.Forecasting;

namespace Viam.Billing.Core.Tests.Reports;

public sealed class ReportModelTests
{
    [Fact]
    public void RowsOfAnOrganizationAddUpToItsAmount() =>
        Generators.Month.Sample(
            static month =>
            {
                var history = new UsageHistory([month]);

                var organization = ReportOrganizationBuilder.Create(
                    SampleReport.Id(0),
                    null,
                    month.Latest,
                    history,
                    ForecastOptions.Default
                );

                Assert.Equal(organization.Spent, organization.Resources.Sum(static resource => resource.Cost));
                Assert.Equal(month.Total.Last, organization.Days.Sum(static day => day.Cost));
                Assert.True(new ParsedReport(Data(organization)).Bytes.Length > 0);
            },
            iter: 100
        );

    [Fact]
    public void ForecastOfOneOrganizationIsItsOwn() =>
        Gen.Select(Gen.Int[1, 99_999_999], Gen.Int[0, 99_999], Gen.Int[0, 99_999])
            .Sample(
                static (cents, below, above) =>
                {
                    var (amount, low, high) = (cents / 100m, (cents - below) / 100m, (cents + above) / 100m);
                    var total = ForecastTotal.Of([WithForecast(Math.Min(low, 0), amount, low, high)]);

                    Assert.Equal((amount, low, high, 80m), (total.Forecast, total.Low, total.High, total.Level));
                }
            );

    [Fact]
    public void IntervalsAddInQuadrature()
    {
        var total = ForecastTotal.Of([WithForecast(10, 100, 70, 130), WithForecast(10, 100, 60, 140)]);

        Assert.Equal((200m, 150m, 250m, 0), (total.Forecast, total.Low, total.High, total.MissingCount));
    }

    [Fact]
    public void OrganizationWithoutForecastCountsWithItsAmount()
    {
        var total = ForecastTotal.Of([
            WithForecast(10, 100, 70, 130),
            new ReportOrganization { OrganizationId = SampleReport.Id(1), Spent = 80 },
        ]);

        Assert.Equal((180m, 150m, 210m, 1), (total.Forecast, total.Low, total.High, total.MissingCount));
    }

    [Fact]
    public void LowEndIsNotBelowWhatIsSpent()
    {
        var total = ForecastTotal.Of([WithForecast(95, 100, 95, 130), WithForecast(95, 100, 95, 130)]);

        Assert.Equal(192.93m, total.Low);
        Assert.Equal(195m, ForecastTotal.Of([WithForecast(100, 100, 100, 130), WithForecast(95, 100, 90, 130)]).Low);
    }

    [Theory]
    [InlineData(0, 0, "0 1")]
    [InlineData(0, 968, "0 200 400 600 800 1000")]
    [InlineData(0, 29953.24, "0 5000 10000 15000 20000 25000 30000")]
    [InlineData(-30, 100, "-40 -20 0 20 40 60 80 100")]
    [InlineData(0, 0.04, "0 0.01 0.02 0.03 0.04")]
    public void AxisHasRoundTicks(double low, double high, string ticks)
    {
        var scale = new AxisScale([(decimal)low, (decimal)high], 0, 100);

        Assert.Equal(
            ticks
                .Split(' ')
                .Select(static tick => decimal.Parse(tick, System.Globalization.CultureInfo.InvariantCulture)),
            scale.Ticks
        );
        Assert.Equal(100, scale.Position(scale.Low));
        Assert.Equal(0, scale.Position(scale.High));
    }

    [Fact]
    public void AxisContainsEveryAmount() =>
        Gen.Decimal[-1_000_000_000_000_000m, 1_000_000_000_000_000m]
            .Array[1, 5]
            .Sample(static amounts =>
            {
                var scale = new AxisScale(amounts, 0, 100);
                Assert.InRange(scale.Ticks.Count, 2, 9);
                Assert.All(amounts, amount => Assert.InRange(scale.Position(amount), -0.001, 100.001));
            });

    [Theory]
    [InlineData(-0.004, "$0.00")]
    [InlineData(-1234.5, "-$1,234.50")]
    [InlineData(1234567.891, "$1,234,567.89")]
    [InlineData(0.125, "$0.12")]
    public void MoneyHasCentsAndSeparators(double amount, string text) =>
        Assert.Equal(text, ReportFormat.Money((decimal)amount));

    [Theory]
    [InlineData(999.6, "1000")]
    [InlineData(1500, "1.5k")]
    [InlineData(999_960, "1M")]
    [InlineData(12_345_678, "12.3M")]
    [InlineData(-2500, "-2.5k")]
    public void AxisAmountsAreShort(double amount, string text) =>
        Assert.Equal(text, ReportFormat.Short((decimal)amount));

    [Theory]
    [InlineData("a > b { color: red; }")]
    [InlineData("</style><script>")]
    [InlineData("a { content: '&'; }")]
    public void StyleWithMarkupIsRejected(string style) =>
        Assert.Throws<ArgumentException>(() => HtmlDocument.Write("Title", style, CancellationToken.None));

    private static ReportData Data(ReportOrganization organization) =>
        new() { ReadAt = SampleReport.ReadAt, Organizations = [organization] };

    private static ReportOrganization WithForecast(decimal spent, decimal forecast, decimal low, decimal high) =>
        new()
        {
            OrganizationId = SampleReport.Id(0),
            Spent = spent,
            Forecast = new UsageForecast
            {
                Forecast = forecast,
                Low = low,
                High = high,
                Level = 80,
                Method = ForecastMethod.Recent,
            },
        };
}
