using System.Xml.Linq;
using Viam.Billing.Reports.Markup;

namespace Viam.Billing.Reports.Charts;

/// <summary>A column chart, with the amount above and the label below each column.</summary>
internal static class ColumnChart
{
    private const int Height = 242;
    private const int Top = 30;
    private const int Bottom = 200;
    private const int LabelY = 218;
    private const int GroupY = 234;
    private const double FilledPart = 0.68;

    public static XElement Draw(string id, string title, string description, IReadOnlyList<ChartColumn> columns)
    {
        var scale = new AxisScale(
            columns.SelectMany(static column => new[] { column.Amount ?? 0, column.Expected ?? 0 }),
            Top,
            Bottom
        );
        var slot = (100 - Axis.Left) / columns.Count;
        return Svg.Chart(
            id,
            title,
            description,
            Height,
            Axis.Draw(scale),
            columns.Select((column, index) => Column(column, Axis.Left + (index * slot), slot, scale)),
            columns
                .Select((column, index) => (column.Group, Middle: Axis.Left + ((index + 0.5) * slot)))
                .Where(static column => column.Group is not null)
                .DistinctBy(static column => column.Group)
                .Select(static column => Svg.Text("label", column.Middle, GroupY, column.Group!))
        );
    }

    private static IEnumerable<XElement> Column(ChartColumn column, double left, double slot, AxisScale scale)
    {
        var (x, width, middle) = (left + (slot * (1 - FilledPart) / 2), slot * FilledPart, left + (slot / 2));
        var zero = scale.Position(0);
        var highest = zero;
        if (column.Expected is { } expected)
        {
            var y = scale.Position(expected);
            highest = Math.Min(y, highest);
            yield return Svg.Rectangle("expected-column", x, Math.Min(y, zero), width, Math.Abs(zero - y));
        }
        if (column.Amount is { } amount)
        {
            var y = scale.Position(amount);
            highest = Math.Min(y, highest);
            yield return Svg.Rectangle(column.ClassName, x, Math.Min(y, zero), width, Math.Abs(zero - y));
        }
        var shown = column.Expected ?? column.Amount;
        yield return Svg.Text(
            "value",
            middle,
            highest - 6,
            shown is { } known ? ReportFormat.Short(known) : ReportFormat.None
        );
        yield return Svg.Text("label", middle, LabelY, column.Label);
    }
}
