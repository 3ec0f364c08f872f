using System.Xml.Linq;
using Viam.Billing.Reports.Markup;

namespace Viam.Billing.Reports.Charts;

/// <summary>
/// Draws the horizontal lines of a chart, with the amount above the left end of each line except a base line of 0.
/// </summary>
internal static class Axis
{
    /// <summary>
    /// The horizontal position of the first column of a chart in percent, to the right of the amounts.
    /// </summary>
    public const double Left = 8;

    public static IEnumerable<XElement> Draw(AxisScale scale)
    {
        foreach (var tick in scale.Ticks)
        {
            var y = scale.Position(tick);
            yield return Svg.Line(tick == 0 ? "axis" : "grid", 0, y, 100, y);
            if (tick != scale.Low || tick != 0)
            {
                yield return Svg.Text("tick", 0, y - 4, ReportFormat.Short(tick));
            }
        }
    }
}
