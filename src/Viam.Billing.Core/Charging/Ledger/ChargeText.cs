using System.Text;

namespace Viam.Billing.Charging.Ledger;

/// <summary>The text of charges: descriptions and references.</summary>
internal static class ChargeText
{
    /// <summary>
    /// Text as it returns from the service and from a file: half of a surrogate pair isn't valid there. Null for blank text.
    /// </summary>
    public static string? Normalize(string? text) =>
        string.IsNullOrWhiteSpace(text) ? null : Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
}
