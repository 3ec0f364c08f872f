using System.ComponentModel;
using System.Globalization;
using Viam.Billing.Parameters;
using Viam.Billing.Text;

namespace Viam.Billing;

/// <summary>
/// A date, or a date and time, as a parameter of a cmdlet. PowerShell makes one only of a date object, or of text in ISO
/// 8601, whatever the culture and its calendar. A date without a time zone is UTC.
/// </summary>
[TypeConverter(typeof(UtcDateConverter))]
public sealed class UtcDate
{
    // A space instead of T is how databases and CSV files have it. "K" is Z, an offset, or nothing.
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

    // As in UsdAmount: neither public nor with a public counterpart.
    internal UtcDate(DateTime value) => Value = value;

    /// <summary>The kind is UTC.</summary>
    public DateTime Value { get; }

    public override string ToString() => Value.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>The date that a value means; null if it isn't clearly one.</summary>
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
        var subject = value is null or "" ? "An empty value" : FormattableString.Invariant($"'{value}'");
        return ForeignText.Clean(
            $"{subject} isn't a date. Write it as 2026-01-31, or as 2026-01-31T08:30:00Z. A date without a time zone is UTC."
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
