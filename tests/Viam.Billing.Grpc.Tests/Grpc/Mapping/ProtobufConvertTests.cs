using Google.Protobuf.WellKnownTypes;
using Viam.Billing.Contract;
using Viam.Billing.Grpc.Mapping;

namespace Viam.Billing.Tests.Grpc.Mapping;

public sealed class ProtobufConvertTests
{
    public static TheoryData<double, decimal?> Amounts =>
        new()
        {
            { 0, 0m },
            { 1234.56, 1234.56m },
            { 0.1 + 0.2, 0.3m },
            { -19.99, -19.99m },
            { 1e-9, 0.000000001m },
            { 7.9e27, 7_900_000_000_000_000_000_000_000_000m },
            { double.NaN, null },
            { double.PositiveInfinity, null },
            { double.NegativeInfinity, null },
            { 7.95e28, null },
            { double.MaxValue, null },
        };

    [Theory]
    [MemberData(nameof(Amounts))]
    public void AmountIsConvertedToDecimalOrNullIfInvalid(double travels, decimal? expected) =>
        Assert.Equal(expected, ProtobufConvert.Money(travels));

    [Fact]
    public void UnsetTimeIsNull()
    {
        Assert.Null(ProtobufConvert.Time((Timestamp?)null));
        Assert.Null(ProtobufConvert.Time(new Timestamp()));
        Assert.Null(ProtobufConvert.Time(new Timestamp { Seconds = -62_135_596_800 }));
    }

    [Theory]
    [InlineData(long.MinValue, 0)]
    [InlineData(long.MaxValue, 0)]
    [InlineData(253_402_300_800, 0)]
    [InlineData(1, -1)]
    [InlineData(1, 1_000_000_000)]
    public void TimeOutOfRangeIsNull(long seconds, int nanos) =>
        Assert.Null(ProtobufConvert.Time(new Timestamp { Seconds = seconds, Nanos = nanos }));

    [Fact]
    public void TimeIsConvertedToUtcWithTickPrecision()
    {
        var time = ProtobufConvert.Time(new Timestamp { Seconds = 1_767_225_600, Nanos = 123_456_789 });

        Assert.Equal(new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddTicks(1_234_567), time);
        Assert.Equal(DateTimeKind.Utc, time!.Value.Kind);
        Assert.Equal(
            new DateTime(9999, 12, 31, 23, 59, 59, DateTimeKind.Utc),
            ProtobufConvert.Time(new Timestamp { Seconds = 253_402_300_799 })
        );
    }

    [Fact]
    public void KnownAndUnknownEnumValuesHaveReadableNames()
    {
        Assert.Equal("PerMachine", ProtobufConvert.Name(UsageCostType.PerMachine));
        Assert.Equal(
            "TabularDataDatabaseCloudStorage",
            ProtobufConvert.Name(UsageCostType.TabularDataDatabaseCloudStorage)
        );
        Assert.Equal("Unspecified", ProtobufConvert.Name(SourceType.Unspecified));
        Assert.Equal("Unknown(99)", ProtobufConvert.Name((UsageCostType)99));
        Assert.Equal("Unknown(-1)", ProtobufConvert.Name((SourceType)(-1)));
    }
}
