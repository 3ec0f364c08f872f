using System.Text;

namespace Viam.Billing.Charging.Ledger;

/// <summary>The text of descriptions and references.</summary>
internal static class ChargeText
{
    /// <summary>
    /// Text as it is returned by the service or read from a file, where an unpaired surrogate isn't valid. Null for
    /// blank text.
    /// </summary>
    public static string? Normalize(string? text) =>
        string.IsNullOrWhiteSpace(text) ? null : Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
}
