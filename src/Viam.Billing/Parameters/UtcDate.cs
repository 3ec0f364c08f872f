using System.ComponentModel;
using System.Globalization;
using Viam.Billing.Parameters;
using Viam.Billing.Text;

namespace Viam.Billing;

/// <summary>
/// A date, or a date and time, as a cmdlet parameter. Only date objects and text in ISO 8601 are converted, independent
/// of the culture and its calendar. A date without a time zone is UTC.
/// </summary>
[TypeConverter(typeof(UtcDateConverter))]
public sealed class UtcDate
{
    // Databases and CSV files use a space instead of T. "K" is Z, an offset, or nothing.
    private static readonly string[] s_formats =
    [
        "yyyy-MM-dd",
        "yyyy-MM-ddK",
        "yyyy-MM-dd'T'HH:mmK",
        "yyyy-MM-dd'T'HH:mm:ssK",
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK",
        "yyyy-MM-dd HH:mmK",
        "yyyy-MM-dd HH:mm:ssK",
        "yyyy-MM-dd HH:mm:ss.FFFFFFFK",
        "yyyy-MM-dd HH:mm:ss zzz",
    ];

    // Not public, for the same reason as in UsdAmount.
    internal UtcDate(DateTime value) => Value = value;

    /// <summary>The date, with the kind UTC.</summary>
    public DateTime Value { get; }

    public override string ToString() => Value.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>Converts a value; null if it isn't clearly a date.</summary>
    internal static UtcDate? From(object? value) =>
        value switch
        {
            UtcDate date => date,
            DateTime { Kind: DateTimeKind.Unspecified } time => new(DateTime.SpecifyKind(time, DateTimeKind.Utc)),
            DateTime time => new(time.ToUniversalTime()),
            DateTimeOffset time => new(time.UtcDateTime),
            DateOnly day => new(day.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc)),
            string text => FromText(text),
            _ => null,
        };

    internal static string DescribeRejection(object? value)
    {
        var subject = value is null or ""
            ? "An empty value"
            : $"'{ForeignText.Excerpt(FormattableString.Invariant($"{value}"))}'";
        return ForeignText.Clean(
            $"{subject} isn't a date. Write it as 2026-01-31, or as 2026-01-31T08:30:00Z. "
                + "A date without a time zone is UTC."
        );
    }

    private static UtcDate? FromText(string text) =>
        DateTimeOffset.TryParseExact(
            text.Trim(),
            s_formats,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out var time
        )
            ? new(time.UtcDateTime)
            : null;
}
