using System.Buffers;
using System.Text;
using CsCheck;
using Viam.Billing.Core.Tests.Support;
using Viam.Billing.Usage;
using Viam.Billing.Usage.Storage;

namespace Viam.Billing.Core.Tests.Usage;

/// <summary>
/// Lines that are read in the order of the store, in which the reader of all other lines must find the same.
/// </summary>
public sealed class UsageLineReaderTests
{
    private const string Head =
        """{"v":1,"at":"2026-11-25T03:15:02Z","start":"2026-11-01T00:00:00Z","end":"2026-12-01T00:00:00Z","""
        + "\"subtotal\":";
    private const string Line =
        Head
        + """678.86,"sources":[{"type":"Org","tier":"standard","discount":75.43"""
        + ""","with":678.86,"without":754.29,"costs":{"PerMachine":480.00,"StandardCompute":274.29}}]}""";

    private static readonly Gen<(int Position, int Kind, char Character)> s_edit = Gen.Select(
        Gen.Int[0, 10_000],
        Gen.Int[0, 2],
        Gen.Char["0019.-+eE,:\"{}[]\\ nTZé\0"]
    );

    [Theory]
    [InlineData(Line)]
    [InlineData(Head + """0.00,"sources":[]}""")]
    [InlineData(Head + """-999999999999999.999,"sources":[]}""")]
    public void LineOfTheStoreIsReadDirectly(string line) => AssertSame(line, Read(line)!);

    [Theory]
    [InlineData("480.00", "-0.00")]
    [InlineData("480.00", "4.8e2")]
    [InlineData("480.00", "1000000000000000.00")]
    [InlineData("480.00", "0.0000000000000000001")]
    [InlineData("\"v\":1", "\"v\": 1")]
    [InlineData("]}", "]} ")]
    public void LineWithOtherNumbersOrSpacesIsReadTheSame(string text, string replacement)
    {
        var line = Line.Replace(text, replacement, StringComparison.Ordinal);
        Assert.NotEqual(Line, line);

        AssertSame(line, Read(line)!);
    }

    [Theory]
    [InlineData("480.00", "0480.00")]
    [InlineData("480.00", "480.")]
    [InlineData("480.00", ".48")]
    [InlineData("480.00", "null")]
    [InlineData("480.00", "1000000000000000.01")]
    [InlineData("480.00", "")]
    [InlineData("StandardCompute", "PerMachine")]
    [InlineData("StandardCompute", "Standard\\u0043ompute")]
    [InlineData("StandardCompute", "Stand\u0001ardCompute")]
    [InlineData("StandardCompute", "Stándard")]
    [InlineData("\"Org\"", "null")]
    [InlineData("11-25T", "02-30T")]
    [InlineData("03:15", "24:15")]
    [InlineData("2026-11-25", "1969-11-25")]
    [InlineData("2026-11-25", "20/6-11-25")]
    [InlineData("2026-12-01", "2026-10-01")]
    [InlineData("\"v\":1", "\"v\":2")]
    [InlineData("]}", "],\"x\":1}")]
    [InlineData("\"v\":1", "\"v\":\"1\"")]
    public void OtherLineIsLeftToTheOtherReader(string text, string replacement)
    {
        var line = Line.Replace(text, replacement, StringComparison.Ordinal);
        Assert.NotEqual(Line, line);

        Assert.Null(Read(line));
    }

    [Fact]
    public void LineThatIsReadDirectlyIsReadTheSameByTheOtherReader()
    {
        var direct = 0;
        Gen.Select(Generators.Month, s_edit.List[0, 2])
            .Sample(
                (month, edits) =>
                {
                    var reader = new UsageLineReader();
                    foreach (var snapshot in month.Snapshots)
                    {
                        var line = edits.Aggregate(Write(snapshot), Change);
                        if (reader.TryRead(Encoding.UTF8.GetBytes(line)) is { } read)
                        {
                            AssertSame(line, read);
                            Interlocked.Increment(ref direct);
                        }
                    }
                },
                iter: 2000
            );

        Assert.True(direct > 2000, $"{direct} lines were read directly.");
    }

    [Fact]
    public void RowsOfLinesThatAreReadDirectlyAreTheSame() =>
        Generators.Month.Sample(static month =>
        {
            var reader = new UsageLineReader();
            string[] lines = [.. month.Snapshots.Select(Write)];
            var expected = new UsageMonth(lines.Select(static line => Parse(line)!)).Gross;
            var actual = new UsageMonth(lines.Select(line => Read(line, reader) ?? Parse(line)!)).Gross;

            Assert.Equal(expected.Keys.Order(), actual.Keys.Order());
            foreach (var (key, curve) in expected)
            {
                Assert.Equal(curve.Intervals(), actual[key].Intervals());
                Assert.Equal((curve.Count, curve.IsComplete), (actual[key].Count, actual[key].IsComplete));
            }
        });

    private static void AssertSame(string line, UsageSnapshot read)
    {
        var expected = Parse(line);
        Assert.NotNull(expected);
        Assert.Null(expected.Amounts);
        Assert.Equal((expected.ReadAt, expected.Period), (read.ReadAt, read.Period));
        Assert.Equal(DateTimeKind.Utc, read.ReadAt.Kind);
        Assert.Equal(Describe(expected), Describe(read));
    }

    /// <summary>All amounts, with their number of decimals.</summary>
    private static string Describe(UsageSnapshot snapshot) =>
        string.Join(
            '\n',
            snapshot
                .Sources.Select(static source =>
                    FormattableString.Invariant(
                        $"{source.Type}/{source.Tier} {source.Discount} {source.TotalWithDiscount} "
                    ) + FormattableString.Invariant($"{source.TotalWithoutDiscount} {string.Join(' ', source.Costs)}")
                )
                .Prepend(FormattableString.Invariant($"{snapshot.Subtotal}"))
        );

    private static string Change(string line, (int Position, int Kind, char Character) edit)
    {
        var position = edit.Position % line.Length;
        return edit.Kind switch
        {
            0 => line.Remove(position, 1),
            1 => line.Insert(position, edit.Character.ToString()),
            _ => line.Remove(position, 1).Insert(position, edit.Character.ToString()),
        };
    }

    private static string Write(UsageSnapshot snapshot)
    {
        var buffer = new ArrayBufferWriter<byte>();
        UsageRecordFormat.Write(buffer, snapshot);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static UsageSnapshot? Read(string line, UsageLineReader? reader = null) =>
        (reader ?? new UsageLineReader()).TryRead(Encoding.UTF8.GetBytes(line));

    private static UsageSnapshot? Parse(string line) => UsageRecordFormat.Read(Encoding.UTF8.GetBytes(line));
}
