using CsCheck;
using Viam.Billing.Core.Tests.Support;
using Viam.Billing.Focus;
using Viam.Billing.Usage;
using Viam.Billing.Usage.Forecasting;
using Viam.Billing.Usage.Storage;

namespace Viam.Billing.Core.Tests.Usage;

/// <summary>Lines of the store that are JSON, with values that no snapshot has.</summary>
public sealed class UsageStoreLineTests : UsageStoreLineTest
{
    private static readonly string[] s_times =
    [
        "\"2026-11-01T00:00:00Z\"",
        "\"2026-11-30T23:59:59.9999999Z\"",
        "\"2026-11-25T03:15:02Z\"",
        "\"2026-12-01T00:00:00Z\"",
        "\"2026-11-30T20:00:00-08:00\"",
        "\"0001-01-01T00:00:00Z\"",
        "\"0001-01-01T00:00:00+14:00\"",
        "\"9999-12-31T23:59:59.9999999Z\"",
        "\"9999-12-31T23:59:59-14:00\"",
        "\"1969-12-31T00:00:00Z\"",
        "\"\"",
        "null",
        "7",
    ];

    private static readonly string[] s_amounts =
    [
        "0",
        "1.25",
        "-0.01",
        "480.00",
        "1e15",
        "-1e15",
        "999999999999999.99",
        "-999999999999999.9999999999",
        "1e-28",
        "0.0000000000000000000000000001",
        "79228162514264337593543950335",
        "-79228162514264337593543950335",
        "1e28",
        "1e99",
        "null",
        "\"1\"",
        "{}",
    ];

    private static readonly Gen<string> s_time = OneOf(s_times);

    private static readonly Gen<string> s_amount = Gen.Frequency(
        (3, OneOf(s_amounts)),
        (2, Generators.Amount.Select(static amount => FormattableString.Invariant($"{amount}")))
    );

    private static readonly Gen<string> s_source = Gen.Select(
        OneOf("\"Org\"", "\"Fragment\"", "null", "1"),
        s_amount,
        Gen.Select(OneOf("PerMachine", "StandardCompute", "LogsUpload", "", "\\ud800"), s_amount).List[0, 4],
        static (type, discount, costs) =>
            $$"""{"type":{{type}},"tier":"standard","discount":{{discount}},"with":1,"without":{{discount}},"costs":{"""
            + string.Join(',', costs.Select(static cost => $"\"{cost.Item1}\":{cost.Item2}"))
            + "}}"
    );

    private static readonly Gen<string> s_line = Gen.Select(
        Gen.Frequency((1, s_time), (2, Gen.Const("\"2026-11-25T03:15:02Z\""))),
        Gen.Frequency((1, s_time), (2, Gen.Const("\"2026-11-01T00:00:00Z\""))),
        Gen.Frequency((1, s_time), (2, Gen.Const("\"2026-12-01T00:00:00Z\""))),
        s_amount,
        s_source.List[0, 3],
        static (at, start, end, subtotal, sources) =>
            $$"""{"v":1,"at":{{at}},"start":{{start}},"end":{{end}},"subtotal":{{subtotal}},"sources":["""
            + string.Join(',', sources)
            + "]}"
    );

    [Fact]
    public void AnyLineIsDamageOrCanBeUsed()
    {
        var damaged = 0;
        var used = 0;
        s_line.Sample(
            line =>
            {
                try
                {
                    Use(Read(line));
                    used++;
                }
                catch (UsageStoreDamagedException exception)
                {
                    Assert.Equal(1, exception.Line);
                    damaged++;
                }
            },
            iter: TestSettings.RandomCases(5000),
            threads: 1
        );

        Assert.True(damaged > 100 && used > 100, $"{damaged} damaged, {used} used");
    }

    [Fact]
    public void LineWhoseRemainderDependsOnRoundingCanBeUsed() =>
        Use(
            Read(
                """{"v":1,"at":"2026-11-25T03:15:02Z","start":"2026-11-25T03:15:02Z","end":"2026-12-01T00:00:00Z","""
                    + """ "subtotal":1e-28,"sources":[{"type":"Fragment","tier":"standard","discount":1e15,"with":1,"""
                    + """ "without":1e15,"costs":{"StandardCompute":1e-28,"PerMachine":241987398372.33}}]}"""
            )
        );

    [Theory]
    [InlineData("start", "\"9999-12-31T00:00:00Z\"", "9999-12")]
    [InlineData("start", "\"0001-01-01T00:00:00Z\"", "0001-01")]
    [InlineData("at", "\"9999-12-31T23:59:59Z\"", "2026-11")]
    [InlineData("at", "\"0001-01-01T00:00:00Z\"", "2026-11")]
    [InlineData("end", "\"2026-10-31T00:00:00Z\"", "2026-11")]
    [InlineData("end", "\"2026-11-01T00:00:00Z\"", "2026-11")]
    [InlineData("subtotal", "79228162514264337593543950335", "2026-11")]
    [InlineData("subtotal", "-1000000000000000.01", "2026-11")]
    public void ImpossibleValueIsDamage(string property, string value, string file)
    {
        var line = Line.Replace(
            $"\"{property}\":{Find(property)}",
            $"\"{property}\":{value}",
            StringComparison.Ordinal
        );
        Assert.NotEqual(Line, line);

        Assert.Equal(2, Assert.Throws<UsageStoreDamagedException>(() => Read("\n" + line, file)).Line);

        static string Find(string property) =>
            property switch
            {
                "start" => "\"2026-11-01T00:00:00Z\"",
                "end" => "\"2026-12-01T00:00:00Z\"",
                "at" => "\"2026-11-25T03:15:02Z\"",
                _ => "678.86",
            };
    }

    /// <summary>All that cmdlets do with a history.</summary>
    private static void Use(UsageHistory history)
    {
        var current = Snapshots.One("2026-11-26", 5m);
        foreach (var byResource in new[] { false, true })
        {
            var view = new UsageHistoryView(Acme, null, history, byResource);
            _ = view.Months().ToList();
            _ = view.Days().ToList();
            _ = view.Snapshots().ToList();
        }
        foreach (var snapshot in history.Months.Select(static month => month.Latest).Append(current))
        {
            var forecast = UsageForecaster.Forecast(snapshot, history, ForecastOptions.Default);
            _ = forecast.ToTotal(Acme, null);
            _ = forecast.ToRows(Acme, null).ToList();
            foreach (
                var spans in new[]
                {
                    ComparisonSpans.Latest(snapshot, TimeSpan.FromDays(1)),
                    ComparisonSpans.LastMonth(snapshot, history),
                }
            )
            {
                if (spans is not null)
                {
                    _ = UsageComparer.Compare(snapshot, history, spans, new ComparisonOptions());
                }
            }
        }
        foreach (var month in history.Months)
        {
            foreach (var isDaily in new[] { false, true })
            {
                var options = new FocusOptions { IsDaily = isDaily };
                _ = FocusRows.From(month, new FocusAccount(Acme, null), options).Rows.ToList();
            }
        }
    }

    private static Gen<string> OneOf(params string[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);
}
