using System.Globalization;
using System.Management.Automation;

namespace Viam.Billing.Parameters;

/// <summary>
/// Reads dates as ISO 8601, whatever the culture of the session. A time without a zone is UTC. Numbers and $null are
/// refused.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class UtcDateTransformationAttribute : ArgumentTransformationAttribute
{
    private static readonly string[] s_formats =
    [
        .. from time in new[]
        {
            "",
            "'T'HH:mm",
            "'T'HH:mm:ss",
            "'T'HH:mm:ss.FFFFFFF",
            " HH:mm",
            " HH:mm:ss",
            " HH:mm:ss.FFFFFFF",
        }
        from zone in time.Length == 0 ? new[] { "" } : ["", "K"]
        select "yyyy-MM-dd" + time + zone,
    ];

    public override object Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        var value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        return value switch
        {
            DateTime { Kind: DateTimeKind.Unspecified } time => DateTime.SpecifyKind(time, DateTimeKind.Utc),
            DateTime time => time.ToUniversalTime(),
            DateTimeOffset time => time.UtcDateTime,
            string text
                when DateTime.TryParseExact(
                    text.Trim(),
                    s_formats,
                    CultureInfo.InvariantCulture,
                    DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
                    out var time
                ) => time,
            _ => throw new ArgumentTransformationMetadataException(
                $"'{value}' isn't a date. Write it as 2026-11-25 or 2026-11-25T03:15:00Z."
            ),
        };
    }
}
