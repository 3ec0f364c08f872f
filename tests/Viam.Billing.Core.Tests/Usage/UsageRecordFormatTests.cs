using System.Buffers;
using System.Text;
using CsCheck;
using Viam.Billing.Core.Tests.Support;
using Viam.Billing.Usage;
using Viam.Billing.Usage.Storage;
using static Viam.Billing.Core.Tests.Support.Snapshots;

namespace Viam.Billing.Core.Tests.Usage;

/// <summary>The lines of the usage store, which are public contract.</summary>
public sealed class UsageRecordFormatTests
{
    private const string Example =
        """{"v":1,"at":"2026-11-25T03:15:02Z","start":"2026-11-01"""
        + """T00:00:00Z","end":"2026-12-01T00:00:00Z","subtotal":678.86"""
        + ""","sources":[{"type":"Org","tier":"standard","discount":75.43,"with":678.86,"without":754.29"""
        + ""","costs":{"PerMachine":480.00,"StandardCompute":274.29}}]}""";

    [Fact]
    public void SnapshotIsWrittenAsDocumented()
    {
        var snapshot = Of(Utc("2026-11-25T03:15:02.9Z"), Utc("2026-11-01"), 678.86m, Org(75.43m, 480m, 274.29m));

        Assert.Equal(Example, Write(snapshot));
    }

    [Fact]
    public void DocumentedLineIsRead()
    {
        var snapshot = Read(Example)!;

        Assert.Equal(Utc("2026-11-25T03:15:02Z"), snapshot.ReadAt);
        Assert.Equal(DateTimeKind.Utc, snapshot.ReadAt.Kind);
        Assert.Equal(UsagePeriod.Create(Utc("2026-11-01")), snapshot.Period);
        Assert.Equal(678.86m, snapshot.Subtotal);
        var source = Assert.Single(snapshot.Sources);
        Assert.Equal(("Org", "standard"), (source.Type, source.Tier));
        Assert.Equal(
            (75.43m, 678.86m, 754.29m),
            (source.Discount, source.TotalWithDiscount, source.TotalWithoutDiscount)
        );
        Assert.Equal([new("PerMachine", 480.00m), new("StandardCompute", 274.29m)], source.Costs);
    }

    [Fact]
    public void UnknownValuesAreNull()
    {
        var snapshot = Of(Utc("2026-11-25T03:15:02Z"), Utc("2026-11-01"), null, Source(null, null, null, [null]));

        var line = Write(snapshot);

        Assert.Contains(
            "\"subtotal\":null,\"sources\":[{\"type\":null,\"tier\":null,\"discount\":null,"
                + "\"with\":null,\"without\":null,\"costs\":{\"PerMachine\":null}}]",
            line,
            StringComparison.Ordinal
        );
        var read = Read(line)!;
        Assert.Null(read.Subtotal);
        var source = Assert.Single(read.Sources);
        Assert.Equal(
            (null, null, null, null, null),
            (source.Type, source.Tier, source.Discount, source.TotalWithDiscount, source.TotalWithoutDiscount)
        );
        Assert.Equal([new("PerMachine", null)], source.Costs);
    }

    [Theory]
    [InlineData("0", "0.00")]
    [InlineData("480", "480.00")]
    [InlineData("-12.5", "-12.50")]
    [InlineData("1.230000", "1.23")]
    [InlineData("0.000001", "0.000001")]
    [InlineData("123456789012345.678901234567", "123456789012345.678901234567")]
    public void AmountIsExactWithAtLeastTwoDecimals(string amount, string expected)
    {
        var snapshot = One(
            "2026-11-25T03:15:02Z",
            decimal.Parse(amount, System.Globalization.CultureInfo.InvariantCulture)
        );

        Assert.Contains($"\"subtotal\":{expected},", Write(snapshot), StringComparison.Ordinal);
    }

    [Fact]
    public void AmountBeyondLimitIsUnknown() =>
        Assert.Null(One("2026-11-25T03:15:02Z", UsageAmount.Limit + 0.01m).Subtotal);

    [Fact]
    public void UnknownPropertyIsIgnored() =>
        Assert.NotNull(
            Read(
                """{"v":1,"new":{"a":[1]},"at":"2026-11-25T03:15:02Z","start":"2026-11-01"""
                    + """T00:00:00Z","subtotal":1,"sources":[{"new":[],"costs":{}}]}"""
            )
        );

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"v":0}""")]
    [InlineData("""{"v":"1"}""")]
    [InlineData("""{"v":1.5}""")]
    [InlineData("""{"v":1,"start":"2026-11-01T00:00:00Z","subtotal":1,"sources":[]}""")]
    [InlineData("""{"v":1,"at":"2026-11-25T03:15:02Z","subtotal":1,"sources":[]}""")]
    [InlineData("""{"v":1,"at":"2026-11-25T03:15:02Z","start":"2026-11-01T00:00:00Z","sources":[]}""")]
    [InlineData("""{"v":1,"at":"2026-11-25T03:15:02Z","start":"2026-11-01T00:00:00Z","subtotal":1}""")]
    [InlineData("""{"v":1,"at":"yesterday","start":"2026-11-01T00:00:00Z","subtotal":1,"sources":[]}""")]
    [InlineData("""{"v":1,"at":"2026-11-25T03:15:02Z","start":"2026-11-01T00:00:00Z","subtotal":"1","sources":[]}""")]
    [InlineData("""{"v":1,"at":"2026-11-25T03:15:02Z","start":"2026-11-01T00:00:00Z","subtotal":1e99,"sources":[]}""")]
    [InlineData("""{"v":1,"at":"2026-11-25T03:15:02Z","start":"2026-11-01T00:00:00Z","subtotal":1,"sources":{}}""")]
    [InlineData("""{"v":1,"at":"2026-11-25T03:15:02Z","start":"2026-11-01T00:00:00Z","subtotal":1,"sources":[1]}""")]
    [InlineData(
        """{"v":1,"at":"2026-11-25T03:15:02Z","start":"2026-11-01T00:00:00Z","subtotal":1,"sources":[{"costs":[]}]}"""
    )]
    [InlineData(
        """{"v":1,"at":"2026-11-25T03:15:02Z","start":"2026-11-01T00:00:00Z","subtotal":1,"sources":[{"type":1}]}"""
    )]
    [InlineData("""{"v":1,"at":"2026-11-25T03:15:02Z","start":"2026-11-01T00:00:00Z","subtotal":1,"sources":[]}{}""")]
    public void LineThatIsNoSnapshotIsNotRead(string line) => Assert.Null(Read(line));

    [Fact]
    public void EveryCutLineIsNotRead()
    {
        for (var length = 0; length < Example.Length; length++)
        {
            Assert.Null(Read(Example[..length]));
        }
    }

    [Theory]
    [InlineData("""{"v":2}""", 2)]
    [InlineData("""{"at":7,"v":3,"sources":1}""", 3)]
    public void NewerVersionIsReported(string line, long version)
    {
        var exception = Assert.Throws<UsageRecordVersionException>(() => Read(line));

        Assert.Equal(version, exception.Version);
        Assert.Equal(
            $"The record has version {version}, but this version of Viam.Billing reads up to version 1.",
            exception.Message
        );
    }

    [Fact]
    public void LongAndForeignNamesAreRead()
    {
        var tier = new string('é', 100) + "\"\n\\";
        var line = Write(Of(Utc("2026-11-25"), Utc("2026-11-01"), 1, Source("Org", tier, 0, 1m)));

        Assert.DoesNotContain('\n', line);
        Assert.Equal(tier, Assert.Single(Read(line)!.Sources).Tier);
    }

    [Fact]
    public void WrittenSnapshotIsReadUnchanged() =>
        Generators.Snapshot.Sample(static snapshot =>
        {
            var line = Write(snapshot);
            var read = Read(line)!;
            Assert.Equal(
                (snapshot.ReadAt, snapshot.Period, snapshot.Subtotal),
                (read.ReadAt, read.Period, read.Subtotal)
            );
            Assert.Equal(snapshot.Sources.Count, read.Sources.Count);
            foreach (var (expected, actual) in snapshot.Sources.Zip(read.Sources))
            {
                Assert.Equal(
                    expected with
                    {
                        Costs = [],
                    },
                    actual with
                    {
                        Costs = [],
                    },
                    static (one, other) =>
                        (one.Type, one.Tier, one.Discount, one.TotalWithDiscount, one.TotalWithoutDiscount)
                        == (other.Type, other.Tier, other.Discount, other.TotalWithDiscount, other.TotalWithoutDiscount)
                );
                Assert.Equal(expected.Costs, actual.Costs);
            }
            Assert.Equal(line, Write(read));
        });

    private static string Write(UsageSnapshot snapshot)
    {
        var buffer = new ArrayBufferWriter<byte>();
        UsageRecordFormat.Write(buffer, snapshot);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static UsageSnapshot? Read(string line) => UsageRecordFormat.Read(Encoding.UTF8.GetBytes(line));
}
