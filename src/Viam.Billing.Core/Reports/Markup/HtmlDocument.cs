using System.Security.Cryptography;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using Viam.Billing.Text;

namespace Viam.Billing.Reports.Markup;

/// <summary>
/// A self-contained HTML page. Its content security policy permits no scripts, no requests, and only its own style. All
/// text is cleaned when the page is written: XML escapes markup, and characters that are invisible, change the text
/// direction, or aren't permitted in XML are replaced.
/// </summary>
internal static class HtmlDocument
{
    private const char Replacement = '\uFFFD';

    private static readonly HashSet<string> s_void = ["meta", "br", "hr", "link", "col"];

    /// <summary>SVG elements, which can be self-closing, unlike HTML elements.</summary>
    private static readonly HashSet<string> s_selfClosing = ["rect", "line", "polyline", "polygon", "circle", "path"];

    /// <summary>Elements that start on a new line, so that the source of the page is readable.</summary>
    private static readonly HashSet<string> s_lines =
    [
        .. new[] { "head", "meta", "title", "style", "body", "header", "nav", "main", "section", "footer", "h1", "h2" },
        .. new[] { "h3", "p", "ul", "li", "dl", "div", "table", "thead", "tbody", "tfoot", "tr", "details" },
    ];

    /// <param name="style">
    /// CSS without characters that XML escapes, because HTML doesn't unescape them in a style element.
    /// </param>
    public static byte[] Write(string title, string style, CancellationToken stop, params object?[] body)
    {
        var css = style.ReplaceLineEndings("\n");
        if (css.AsSpan().IndexOfAny('<', '>', '&') >= 0)
        {
            throw new ArgumentException("A style can't contain <, >, or &.", nameof(style));
        }
        var page = new XElement(
            "html",
            new XAttribute("lang", "en"),
            new XElement(
                "head",
                new XElement("meta", new XAttribute("charset", "utf-8")),
                Meta("http-equiv", "Content-Security-Policy", Policy(css)),
                Meta("name", "viewport", "width=device-width, initial-scale=1"),
                Meta("name", "color-scheme", "light dark"),
                Meta("name", "referrer", "no-referrer"),
                Meta("name", "robots", "noindex"),
                new XElement("title", title)
            ),
            new XElement("body", body)
        );
        Clean(page, stop);
        page.Element("head")!.Add(new XElement("style", css));
        AddLines(page, stop);
        return Serialize(page);
    }

    private static XElement Meta(string kind, string name, string content) =>
        new("meta", new XAttribute(kind, name), new XAttribute("content", content));

    private static string Policy(string css)
    {
        var hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(css)));
        return $"default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'";
    }

    private static void Clean(XElement page, CancellationToken stop)
    {
        foreach (var text in page.DescendantNodes().OfType<XText>())
        {
            stop.ThrowIfCancellationRequested();
            text.Value = Clean(text.Value);
        }
        foreach (var element in page.DescendantsAndSelf())
        {
            foreach (var attribute in element.Attributes())
            {
                attribute.Value = Clean(attribute.Value);
            }
            if (element.IsEmpty && !s_void.Contains(Name(element)) && !s_selfClosing.Contains(Name(element)))
            {
                // HTML treats an empty tag of another element as its start tag.
                element.Value = "";
            }
        }
    }

    private static string Clean(string text)
    {
        var visible = VisibleText.From(text);
        return visible.AsSpan().IndexOfAnyExceptInRange(' ', '\uD7FF') < 0
            ? visible
            : string.Create(
                visible.Length,
                visible,
                static (cleaned, source) =>
                {
                    for (var i = 0; i < source.Length; i++)
                    {
                        // Unpaired surrogates were replaced before.
                        cleaned[i] =
                            char.IsSurrogate(source[i]) || XmlConvert.IsXmlChar(source[i]) ? source[i] : Replacement;
                    }
                }
            );
    }

    private static void AddLines(XElement page, CancellationToken stop)
    {
        foreach (var element in page.Descendants().Where(static element => s_lines.Contains(Name(element))).ToArray())
        {
            stop.ThrowIfCancellationRequested();
            element.AddBeforeSelf(new XText("\n"));
        }
    }

    private static byte[] Serialize(XElement page)
    {
        using var stream = new MemoryStream();
        stream.Write("<!DOCTYPE html>\n"u8);
        var settings = new XmlWriterSettings
        {
            Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            OmitXmlDeclaration = true,
            NewLineHandling = NewLineHandling.None,
            CloseOutput = false,
        };
        using (var writer = XmlWriter.Create(stream, settings))
        {
            page.Save(writer);
        }
        stream.WriteByte((byte)'\n');
        return stream.ToArray();
    }

    private static string Name(XElement element) => element.Name.LocalName;
}
