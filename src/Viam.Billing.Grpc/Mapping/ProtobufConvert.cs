using Google.Protobuf.WellKnownTypes;

namespace Viam.Billing.Grpc.Mapping;

/// <summary>Converts single values of messages. The methods never throw, regardless of the value.</summary>
internal static class ProtobufConvert
{
    /// <summary>The largest double whose conversion to decimal can't overflow.</summary>
    private const double DecimalLimit = 7.9e28;

    private static readonly long s_firstSecond = -62_135_596_800;
    private static readonly long s_lastSecond = 253_402_300_799;

    /// <summary>
    /// US dollars, rounded to 15 significant digits to remove the error of binary fractions; null for NaN, infinities,
    /// and values that are too large for a decimal.
    /// </summary>
    public static decimal? Money(double amount) =>
        double.IsFinite(amount) && Math.Abs(amount) < DecimalLimit ? (decimal)amount : null;

    /// <summary>
    /// UTC; null if the time isn't set. The year 1 and the first second of 1970 represent an unset time in Go and C and
    /// are converted to null, and so are times outside of the years 1 to 9999.
    /// </summary>
    public static DateTime? Time(Timestamp? timestamp) =>
        timestamp is null ? null : Time(timestamp.Seconds, timestamp.Nanos);

    /// <summary>The same for a number of seconds since 1970.</summary>
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

    /// <summary>Null for an empty string, because proto3 can't distinguish it from a missing value.</summary>
    public static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;

    /// <summary>
    /// The name of the value; Unknown(n) for a number that this version of the contract doesn't define.
    /// </summary>
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
