using System.Xml.Linq;
using Viam.Billing.Reports.Markup;

namespace Viam.Billing.Reports.Charts;

/// <summary>
/// A bar below the name of a table row, whose length is proportional to the amount. Screen readers ignore it, because
/// the row contains the amount.
/// </summary>
internal static class DataBar
{
    private const int Height = 4;

    public static object[] Below(object name, decimal? amount, decimal largest) => [name, Draw(amount, largest)];

    private static XElement Draw(decimal? amount, decimal largest) =>
        new(
            "svg",
            new XAttribute("class", "bar"),
            new XAttribute("aria-hidden", "true"),
            new XAttribute("width", "100%"),
            new XAttribute("height", Height),
            Svg.Rectangle("track", 0, 0, 100, Height),
            amount is { } known && known != 0 && largest > 0
                ? Svg.Rectangle(known < 0 ? "down" : "up", 0, 0, (double)(Math.Abs(known) / largest * 100), Height)
                : null
        );
}
