using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Viam.Billing.Reports;
using Viam.Billing.Reports.Page;

namespace Viam.Billing.Core.Tests.Reports;

/// <summary>A report as a browser reads it.</summary>
internal sealed class ParsedReport
{
    public ParsedReport(ReportData data)
    {
        Bytes = HtmlReport.Write(data);
        using var stream = new MemoryStream(Bytes);
        // Strict: an error in the markup throws.
        Document = new HtmlParser(new HtmlParserOptions { IsStrictMode = true }).ParseDocument(stream);
    }

    public byte[] Bytes { get; }

    public IHtmlDocument Document { get; }

    public IElement Find(string selector) =>
        Document.QuerySelector(selector) ?? throw new InvalidOperationException($"The page has no {selector}.");

    public string Text(string selector) => Find(selector).TextContent;

    /// <summary>The rows of a table's body as text, without the header row.</summary>
    public string[][] Rows(string tableId) => Read(tableId, "tbody");

    /// <summary>The rows below it, which sum others up.</summary>
    public string[][] Sums(string tableId) => Read(tableId, "tfoot");

    public string[] Headers(string tableId) =>
        [.. TableOf(tableId).QuerySelectorAll("thead th").Select(static cell => cell.TextContent)];

    private string[][] Read(string tableId, string part) =>
        [
            .. TableOf(tableId)
                .QuerySelectorAll($"{part} tr")
                .Select(static row => row.Children.Select(static cell => cell.TextContent).ToArray()),
        ];

    private IElement TableOf(string tableId) => Find($"#{tableId}-caption").Closest("table")!;
}
