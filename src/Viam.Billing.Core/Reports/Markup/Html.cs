using System.Xml.Linq;

namespace Viam.Billing.Reports.Markup;

/// <summary>Makes elements of HTML.</summary>
internal static class Html
{
    public static XElement Paragraph(params object?[] content) => new("p", content);

    public static XElement Classed(string name, string className, params object?[] content) =>
        new(name, new XAttribute("class", className), content);

    /// <summary>A name that people chose. Its direction doesn't affect the text around it.</summary>
    public static XElement Name(string name) => new("bdi", name);

    /// <summary>A section with a heading, which is a landmark for screen readers.</summary>
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
