using System.Xml.Linq;

namespace Viam.Billing.Reports.Markup;

/// <summary>
/// Creates a table. The first column contains the names of rows; the others are numeric unless specified otherwise.
/// </summary>
/// <param name="id">The ID, which must be unique on the page.</param>
/// <param name="columns">
/// The headers. A column whose header starts with a tilde contains text. A column whose header starts with a question
/// mark is omitted if all of its cells are empty.
/// </param>
internal sealed class TableBuilder(string id, string caption, params string[] columns)
{
    private const char TextMark = '~';
    private const char OptionalMark = '?';

    private readonly XElement _body = new("tbody");
    private readonly XElement _foot = new("tfoot");

    public void Add(object name, params ReadOnlySpan<object?> cells) => _body.Add(Row(name, cells));

    /// <summary>Adds a row with totals.</summary>
    public void AddSum(object name, params ReadOnlySpan<object?> cells) => _foot.Add(Row(name, cells));

    /// <summary>
    /// Creates the table, in a region that can be scrolled on a narrow screen, also with the keyboard.
    /// </summary>
    public XElement Build()
    {
        var head = new XElement("thead", new XElement("tr", columns.Select(Header)));
        for (var i = columns.Length - 1; i > 0; i--)
        {
            if (columns[i][0] == OptionalMark && Cells(i).All(static cell => cell.Value is "" or ReportFormat.None))
            {
                Cells(i).Append(head.Elements().Single().Elements().ElementAt(i)).Remove();
            }
        }
        return new XElement(
            "div",
            new XAttribute("class", "table"),
            new XAttribute("role", "region"),
            new XAttribute("aria-labelledby", $"{id}-caption"),
            new XAttribute("tabindex", "0"),
            new XElement(
                "table",
                new XElement("caption", new XAttribute("id", $"{id}-caption"), caption),
                head,
                _body,
                _foot.HasElements ? _foot : null
            )
        );
    }

    private IEnumerable<XElement> Cells(int column) =>
        _body.Elements().Concat(_foot.Elements()).Select(row => row.Elements().ElementAt(column));

    private static XElement Header(string column, int index) =>
        new(
            "th",
            new XAttribute("scope", "col"),
            index == 0 || IsText(column) ? null : new XAttribute("class", "n"),
            column.TrimStart(OptionalMark, TextMark)
        );

    private XElement Row(object name, ReadOnlySpan<object?> cells)
    {
        var row = new XElement("tr", new XElement("th", new XAttribute("scope", "row"), name));
        for (var i = 0; i < cells.Length; i++)
        {
            row.Add(new XElement("td", IsText(columns[i + 1]) ? null : new XAttribute("class", "n"), cells[i] ?? ""));
        }
        return row;
    }

    private static bool IsText(string column) => column.TrimStart(OptionalMark)[0] == TextMark;
}
