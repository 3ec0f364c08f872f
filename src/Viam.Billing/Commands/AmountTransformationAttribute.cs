using System.Globalization;
using System.Management.Automation;

namespace Viam.Billing.Commands;

/// <summary>
/// Takes an amount from numbers, and from text with a point before its cents and nothing between its thousands. PowerShell's own conversion would read 12,50 as
/// 1250, and charge 1 for $true.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class AmountTransformationAttribute : ArgumentTransformationAttribute
{
    private const NumberStyles Style = NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite;

    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) => (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) switch
    {
        string text => Parse(text),
        // By way of double, whose conversion keeps all of a float's digits: a number that is not meant exactly has too many.
        float number => (double)number,
        sbyte or byte or short or ushort or int or uint or long or ulong or double or decimal => inputData,
        var other => throw Refusal(other?.ToString()),
    };

    private static decimal Parse(string text) =>
        // Who groups thousands with a point writes 1.000 for a thousand.
        decimal.TryParse(text, Style, CultureInfo.InvariantCulture, out var amount) && amount.Scale <= 2 ? amount : throw Refusal(text);

    private static ArgumentTransformationMetadataException Refusal(string? text) =>
        new($"'{text}' is no amount in dollars and cents. Write it as 1234.56.");
}
