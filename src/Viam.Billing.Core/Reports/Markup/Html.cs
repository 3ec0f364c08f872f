using System.Xml.Linq;

namespace Viam.Billing.Reports.Markup;

/// <summary>Creates HTML elements.</summary>
internal static class Html
{
    public static XElement Paragraph(params object?[] content) => new("p", content);

    public static XElement Classed(string name, string className, params object?[] content) =>
        new(name, new XAttribute("class", className), content);

    /// <summary>
    /// Creates an element for a user-defined name, whose text direction doesn't affect the surrounding text.
    /// </summary>
    public static XElement Name(string name) => new("bdi", name);

    /// <summary>Creates a section with a heading, which is a landmark for screen readers.</summary>
    public static XElement Section(string id, string heading, params object?[] content) =>
        new(
            "section",
            new XAttribute("id", id),
            new XAttribute("aria-labelledby", $"{id}-heading"),
            new XElement("h2", new XAttribute("id", $"{id}-heading"), heading),
            content
        );

    public static XElement List(params IEnumerable<object> items) =>
        new("ul", items.Select(static item => new XElement("li", item)));
}
