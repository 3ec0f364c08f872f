using System.Globalization;
using System.Xml.Linq;

namespace Viam.Billing.Reports.Markup;

/// <summary>
/// Creates SVG elements. Horizontal positions are percentages and vertical positions are pixels, so that a chart fits
/// every width and the size of its text doesn't change.
/// </summary>
internal static class Svg
{
    /// <summary>Creates a chart that a screen reader announces by its title and description.</summary>
    public static XElement Chart(string id, string title, string description, int height, params object?[] content) =>
        new(
            "svg",
            new XAttribute("id", id),
            new XAttribute("class", "chart"),
            new XAttribute("role", "img"),
            new XAttribute("aria-labelledby", $"{id}-title"),
            new XAttribute("aria-describedby", $"{id}-description"),
            new XAttribute("width", "100%"),
            new XAttribute("height", height),
            new XElement("title", new XAttribute("id", $"{id}-title"), title),
            new XElement("desc", new XAttribute("id", $"{id}-description"), description),
            content
        );

    public static XElement Rectangle(string className, double x, double y, double width, double height) =>
        new(
            "rect",
            new XAttribute("class", className),
            new XAttribute("x", Percent(x)),
            new XAttribute("y", Number(y)),
            new XAttribute("width", Percent(Math.Max(0, width))),
            new XAttribute("height", Number(Math.Max(0, height)))
        );

    public static XElement Line(string className, double x1, double y1, double x2, double y2) =>
        new(
            "line",
            new XAttribute("class", className),
            new XAttribute("x1", Percent(x1)),
            new XAttribute("y1", Number(y1)),
            new XAttribute("x2", Percent(x2)),
            new XAttribute("y2", Number(y2))
        );

    public static XElement Text(string className, double x, double y, string text) =>
        new(
            "text",
            new XAttribute("class", className),
            new XAttribute("x", Percent(x)),
            new XAttribute("y", Number(y)),
            text
        );

    public static XElement Circle(string className, double x, double y, double radius) =>
        new(
            "circle",
            new XAttribute("class", className),
            new XAttribute("cx", Percent(x)),
            new XAttribute("cy", Number(y)),
            new XAttribute("r", Number(radius))
        );

    /// <summary>
    /// Creates an area with the width of the chart: horizontally from 0 to 100, vertically in pixels.
    /// </summary>
    public static XElement Stretched(int height, params object?[] content) =>
        new(
            "svg",
            new XAttribute("width", "100%"),
            new XAttribute("height", height),
            new XAttribute("viewBox", $"0 0 100 {height}"),
            new XAttribute("preserveAspectRatio", "none"),
            content
        );

    /// <param name="shape">polyline or polygon.</param>
    public static XElement Points(string shape, string className, IEnumerable<(double X, double Y)> points) =>
        new(
            shape,
            new XAttribute("class", className),
            new XAttribute(
                "points",
                string.Join(' ', points.Select(static point => $"{Number(point.X)},{Number(point.Y)}"))
            )
        );

    private static string Percent(double value) => Number(value) + "%";

    private static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
