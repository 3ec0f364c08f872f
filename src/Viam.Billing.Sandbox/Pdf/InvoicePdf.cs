using System.Globalization;
using Viam.Billing.Sandbox.State;

namespace Viam.Billing.Sandbox.Pdf;

/// <summary>Creates the PDF of an invoice.</summary>
internal static class InvoicePdf
{
    private const double Left = 56;
    private const double Right = PdfPage.Width - 56;
    private const double AmountColumn = 110;
    private const double LineSize = 9;
    private const double LineHeight = 12;

    /// <summary>Creates the PDF with the status of the invoice at this time.</summary>
    internal static byte[] Create(InvoiceRecord invoice, OrganizationRecord organization, DateTimeOffset now)
    {
        var page = new PdfPage();
        page.Text(Left, 716, 20, invoice.BrandName ?? "Viam Sandbox", bold: true);
        page.TextRight(Right, 716, 20, "INVOICE");
        page.Text(Left, 698, 9, "Created by the Viam sandbox. No payment is due.", gray: 0.45);
        page.Rule(Left, Right, 684);
        var y = Facts(page, invoice, organization, now);
        Lines(page, invoice, y - 24);
        page.Text(Left, 40, 8, $"{organization.Name} \u00b7 {invoice.Id}", gray: 0.45);
        return page.ToFile($"Invoice {invoice.Id}", invoice.InvoiceDate);
    }

    private static double Facts(
        PdfPage page,
        InvoiceRecord invoice,
        OrganizationRecord organization,
        DateTimeOffset now
    )
    {
        List<(string Name, string Value)> facts =
        [
            ("Invoice", invoice.Id),
            ("Billed to", organization.Name),
            ("Organization", organization.Id),
            ("Billing email", organization.BillingEmail),
            ("Invoice date", Date(invoice.InvoiceDate)),
            ("Due date", Date(invoice.DueDate)),
            ("Status", invoice.StatusAt(now)),
        ];
        if (invoice.IsPaidAt(now) && invoice.PaidAt is { } paidAt)
        {
            facts.Add(("Paid on", Date(paidAt)));
        }

        if (invoice.HasFailedAt(now) && invoice.FailedAt is { } failedAt)
        {
            facts.Add(("Last failed payment", $"{Date(failedAt)}, {invoice.FailureReason}"));
        }

        double y = 660;
        foreach ((var name, var value) in facts)
        {
            page.Text(Left, y, 10, name, gray: 0.45);
            page.Text(Left + 120, y, 10, value);
            y -= 17;
        }
        return y;
    }

    private static void Lines(PdfPage page, InvoiceRecord invoice, double y)
    {
        page.Text(Left, y, 10, "Description");
        page.TextRight(Right, y, 10, "Amount");
        page.Rule(Left, Right, y - 8);
        y -= 26;
        foreach (var line in invoice.Lines)
        {
            page.TextRight(Right, y, LineSize, Dollars(line.Amount));
            foreach (var text in HelveticaText.Wrap(line.Text, LineSize, Right - Left - AmountColumn))
            {
                page.Text(Left, y, LineSize, text);
                y -= LineHeight;
            }
            y -= 6;
        }
        page.Rule(Left, Right, y);
        page.Text(Left, y - 20, 12, "Total (USD)", bold: true);
        page.TextRight(Right, y - 20, 12, Dollars(invoice.Amount), bold: true);
    }

    private static string Date(DateTimeOffset date) =>
        date.UtcDateTime.ToString("d MMMM yyyy", CultureInfo.InvariantCulture);

    private static string Dollars(decimal amount) => string.Create(CultureInfo.InvariantCulture, $"${amount:#,##0.00}");
}
