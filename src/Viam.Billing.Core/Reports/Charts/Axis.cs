using System.Xml.Linq;
using Viam.Billing.Reports.Markup;

namespace Viam.Billing.Reports.Charts;

/// <summary>Draws the horizontal lines of a chart, each but a base line of 0 with its amount above its left end.</summary>
internal static class Axis
{
    /// <summary>Where the columns of a chart begin, in percent, beside the amounts.</summary>
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
