using Viam.Billing.Core.Tests.Support;
using Viam.Billing.Usage;
using Viam.Billing.Usage.Forecasting;
using Viam.Billing.Usage.Storage;
using static Viam.Billing.Core.Tests.Support.Snapshots;

namespace Viam.Billing.Core.Tests.Usage;

/// <summary>Forecasts that are kept for other cmdlets, and are never those of other data.</summary>
public sealed class StoredForecastTests : IDisposable
{
    private const string Acme = "f1d9e8f5-0f0a-4b5c-9a43-0e5f7a2f6a01";
    private readonly TemporaryFolder _folder = new();
    private readonly UsageSnapshot _current = One("2026-11-11T00:00:00Z", 55m, "2026-11-01");

    public StoredForecastTests()
    {
        foreach (var start in new[] { "2026-09-01", "2026-10-01" })
        {
            foreach (var snapshot in Daily(start, Enumerable.Range(1, 30).Select(static day => (decimal)day)))
            {
                Store.Save(Acme, snapshot, TimeSpan.Zero, Token);
            }
        }
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private UsageStore Store => new(_folder.FullName);

    private string October => Path.Combine(_folder.FullName, "usage", Acme, "2026-10.jsonl");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void ForecastIsThatOfTheHistoryEachTime()
    {
        var expected = UsageForecaster.Forecast(
            _current,
            Store.Read(Acme, cancellationToken: Token),
            ForecastOptions.Default
        );

        Assert.Equal(2, expected.Total.PastMonths);
        Assert.Equal(expected.Total, Forecast().Line);
        Assert.Equal(expected.Total, Forecast().Line);
        Assert.Equal(expected.ToTotal("id", "name").Forecast, Forecast().ToModel("id", "name").Forecast);
    }

    [Fact]
    public void ChangeThatKeepsLengthAndTimeOfFileIsSeen()
    {
        var time = File.GetLastWriteTimeUtc(October);
        var length = new FileInfo(October).Length;
        var before = Forecast().Line.Forecast;

        File.WriteAllText(October, File.ReadAllText(October).Replace("465.00", "965.00", StringComparison.Ordinal));
        File.SetLastWriteTimeUtc(October, time);

        Assert.Equal((time, length), (File.GetLastWriteTimeUtc(October), new FileInfo(October).Length));
        Assert.NotEqual(before, Forecast().Line.Forecast);
    }

    [Fact]
    public void SnapshotOfOtherProcessIsSeen()
    {
        Assert.Equal(2, Forecast().Line.PastMonths);

        foreach (var snapshot in Daily("2026-08-01", Enumerable.Repeat(7m, 31)))
        {
            new UsageStore(_folder.FullName).Save(Acme, snapshot, TimeSpan.Zero, Token);
        }
        Assert.Equal(3, Forecast().Line.PastMonths);

        File.Delete(October);
        Assert.Equal(2, Forecast().Line.PastMonths);
    }

    [Fact]
    public void DamageAfterForecastIsReported()
    {
        Forecast();
        File.AppendAllText(October, "nonsense\n");

        Assert.Throws<UsageStoreDamagedException>(() => Forecast());
    }

    [Fact]
    public void ForecastDependsOnUsageAndOptions()
    {
        var low = Forecast().Line.Low;

        Assert.NotEqual(low, Forecast(options: new ForecastOptions(Level: 95)).Line.Low);
        Assert.NotEqual(low, Forecast(One("2026-11-11T00:00:00Z", 60m, "2026-11-01")).Line.Low);
        Assert.Equal(low, Forecast().Line.Low);
        Assert.Null(Forecast("other", One("2026-11-02T00:00:00Z", 5m, "2026-11-01")).Line.Forecast);
        Assert.NotNull(
            Forecast(
                "other",
                One("2026-11-02T00:00:00Z", 5m, "2026-11-01"),
                new ForecastOptions(AllowEarly: true)
            ).Line.Forecast
        );
    }

    [Fact]
    public void AmountKeepsItsDecimals()
    {
        foreach (var amount in new[] { 55.0m, 55.00m, 55m })
        {
            var current = Forecast(One("2026-11-11T00:00:00Z", amount, "2026-11-01"));

            Assert.Equal(
                FormattableString.Invariant($"{amount}"),
                FormattableString.Invariant($"{current.Line.Current}")
            );
        }
    }

    [Fact]
    public void UnknownRowIsReportedEachTime()
    {
        for (var i = 0; i < 2; i++)
        {
            var forecast = Forecast(One("2026-11-11T00:00:00Z", null, "2026-11-01"));

            Assert.Null(forecast.Line.Forecast);
            Assert.Equal(
                "PerMachine",
                Assert.Single(forecast.UnknownRows, static row => row.SourceType == "Org").ResourceType
            );
        }
    }

    private OrganizationForecast Forecast(UsageSnapshot? current = null, ForecastOptions? options = null) =>
        Forecast(Acme, current ?? _current, options);

    private OrganizationForecast Forecast(
        string organizationId,
        UsageSnapshot current,
        ForecastOptions? options = null
    ) => StoredForecasts.Forecast(Store, organizationId, current, options ?? ForecastOptions.Default, Token);
}
