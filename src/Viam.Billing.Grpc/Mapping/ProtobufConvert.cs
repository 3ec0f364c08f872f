using Google.Protobuf.WellKnownTypes;

namespace Viam.Billing.Grpc.Mapping;

/// <summary>Single values off the wire. None of these throws, whatever the service sends.</summary>
internal static class ProtobufConvert
{
    /// <summary>The largest double below which a conversion to decimal cannot overflow.</summary>
    private const double DecimalLimit = 7.9e28;

    private static readonly long s_firstSecond = -62_135_596_800;
    private static readonly long s_lastSecond = 253_402_300_799;

    /// <summary>
    /// US dollars, without the noise of binary fractions (15 significant digits); null for what is no amount: NaN, infinities, and what is too large for a decimal.
    /// </summary>
    public static decimal? Money(double amount) =>
        double.IsFinite(amount) && Math.Abs(amount) < DecimalLimit ? (decimal)amount : null;

    /// <summary>
    /// UTC; null where there is none. The year 1 and the first second of 1970 are how an unset time travels from Go and from C, so they count as none;
    /// so does what lies outside the years 1 to 9999.
    /// </summary>
    public static DateTime? Time(Timestamp? timestamp) =>
        timestamp is null ? null : Time(timestamp.Seconds, timestamp.Nanos);

    /// <summary>As above, from seconds since 1970.</summary>
    public static DateTime? Time(long seconds, int nanos = 0)
    {
        if (seconds == 0 && nanos == 0)
        {
            return null;
        }

        if (seconds <= s_firstSecond || seconds > s_lastSecond || nanos is < 0 or > 999_999_999)
        {
            return null;
        }

        return DateTime.UnixEpoch.AddTicks((seconds * TimeSpan.TicksPerSecond) + (nanos / 100));
    }

    /// <summary>Null for empty text, since proto3 can't tell it from absent.</summary>
    public static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;

    /// <summary>The value's name; Unknown(n) for a number that the contract of this version does not have.</summary>
    public static string Name<T>(T value)
        where T : struct, System.Enum => Names<T>.All.TryGetValue(value, out var name) ? name : $"Unknown({value:D})";

    private static class Names<T>
        where T : struct, System.Enum
    {
        public static readonly Dictionary<T, string> All = System
            .Enum.GetValues<T>()
            .ToDictionary(value => value, value => value.ToString());
    }
}
