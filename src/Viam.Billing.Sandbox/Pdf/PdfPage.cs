using System.Globalization;
using System.Text;

namespace Viam.Billing.Sandbox.Pdf;

/// <summary>
/// A PDF file with one page in US Letter size. Positions and sizes are in points, from the lower left corner.
/// </summary>
internal sealed class PdfPage
{
    internal const double Width = 612;
    internal const double Height = 792;

    private readonly StringBuilder _content = new();

    internal void Text(double x, double y, double size, string text, bool bold = false, double gray = 0) =>
        _content.Append(
            CultureInfo.InvariantCulture,
            $"BT {gray:0.##} g /{(bold ? "F2" : "F1")} {size:0.##} Tf {x:0.##} {y:0.##} Td "
                + $"{HelveticaText.Literal(text)} Tj ET\n"
        );

    /// <summary>
    /// Adds text that ends at <paramref name="right"/>. Use bold only for amounts, because only digits have the same
    /// width in bold.
    /// </summary>
    internal void TextRight(double right, double y, double size, string text, bool bold = false) =>
        Text(right - HelveticaText.Width(text, size), y, size, text, bold);

    /// <summary>Adds a thin horizontal line.</summary>
    internal void Rule(double left, double right, double y) =>
        _content.Append(
            CultureInfo.InvariantCulture,
            $"0.75 G 0.5 w {left:0.##} {y:0.##} m {right:0.##} {y:0.##} l S\n"
        );

    /// <summary>Returns the complete file.</summary>
    internal byte[] ToFile(string title, DateTimeOffset createdOn)
    {
        var content = _content.ToString();
        string[] objects =
        [
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            string.Create(
                CultureInfo.InvariantCulture,
                $"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {Width:0} {Height:0}] /Contents 6 0 R "
            ) + "/Resources << /Font << /F1 4 0 R /F2 5 0 R >> >> >>",
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>",
            string.Create(CultureInfo.InvariantCulture, $"<< /Length {content.Length} >>\nstream\n{content}endstream"),
            $"<< /Title {HelveticaText.Literal(title)} /Producer (Viam.Billing sandbox) "
                + string.Create(
                    CultureInfo.InvariantCulture,
                    $"/CreationDate (D:{createdOn.UtcDateTime:yyyyMMddHHmmss}Z) >>"
                ),
        ];

        // The content is Latin-1, so each character is one byte and string lengths are file offsets. The second line
        // shows transfer programs that the file is binary.
        var file = new StringBuilder("%PDF-1.4\n%\u00e2\u00e3\u00cf\u00d3\n");
        var entries = new StringBuilder("0000000000 65535 f \n");
        for (var i = 0; i < objects.Length; i++)
        {
            entries.Append(CultureInfo.InvariantCulture, $"{file.Length:0000000000} 00000 n \n");
            file.Append(CultureInfo.InvariantCulture, $"{i + 1} 0 obj\n{objects[i]}\nendobj\n");
        }
        var start = file.Length;
        file.Append(CultureInfo.InvariantCulture, $"xref\n0 {objects.Length + 1}\n{entries}");
        file.Append(
            CultureInfo.InvariantCulture,
            $"trailer\n<< /Size {objects.Length + 1} /Root 1 0 R /Info 7 0 R >>\nstartxref\n{start}\n%%EOF\n"
        );
        return Encoding.Latin1.GetBytes(file.ToString());
    }
}
