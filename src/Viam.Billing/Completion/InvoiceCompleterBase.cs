using Viam.Billing.Services;

namespace Viam.Billing.Completion;

/// <summary>
/// The base class of completers of invoice IDs, the newest first, with date, amount, organization, and status.
/// </summary>
public abstract class InvoiceCompleterBase : SessionCompleter
{
    private protected InvoiceCompleterBase() { }

    // All completers of invoices use the same request.
    private protected sealed override string KeyOf(CompletionTarget target) => $"Invoices {target.OrganizationId}";

    private protected override IEnumerable<CompletionCandidate> Find(CompletionTarget target) =>
        target
            .Session.Seen.Invoices.Where(invoice =>
                target.OrganizationId is null
                || string.Equals(invoice.OrganizationId, target.OrganizationId, StringComparison.OrdinalIgnoreCase)
            )
            .Select(invoice => new CompletionCandidate(
                invoice.InvoiceId,
                FormattableString.Invariant(
                    $"{invoice.InvoiceDate:yyyy-MM-dd} {invoice.Amount:N2} USD {invoice.Status}"
                )
            )
            {
                Order = FormattableString
                    .Invariant($"{DateTime.MaxValue - (invoice.InvoiceDate ?? DateTime.MinValue):d\\.hh\\:mm\\:ss}")
                    .PadLeft(20),
                // Only Get-ViamInvoice supports wildcards.
                ListItem = DescribeInvoice(target, invoice),
                IsPattern = target.CommandName.EndsWith("Get-ViamInvoice", StringComparison.OrdinalIgnoreCase),
            });

    private protected override async Task FillAsync(CompletionTarget target, CallContext call)
    {
        if (target.OrganizationId is { } organizationId)
        {
            var summary = await target
                .Session.Service.GetInvoicesSummaryAsync(organizationId, call)
                .ConfigureAwait(false);
            Remember(target, summary.Invoices);
        }
    }

    private static string DescribeInvoice(CompletionTarget target, Invoice invoice) =>
        string.Join(
            "  ",
            new[]
            {
                invoice.InvoiceDate is { } date ? FormattableString.Invariant($"{date:yyyy-MM-dd}") : null,
                invoice.Amount is { } amount ? FormattableString.Invariant($"{amount:N2} USD") : null,
                target.Session.Organizations.FindName(invoice.OrganizationId),
            }.Where(static part => !string.IsNullOrWhiteSpace(part))
        )
            is { Length: > 0 } text
            ? text
            : invoice.InvoiceId;
}
