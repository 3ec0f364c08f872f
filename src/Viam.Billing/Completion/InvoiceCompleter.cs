using Viam.Billing.Services;

namespace Viam.Billing.Completion;

/// <summary>Completes invoice IDs, the newest first, with date, amount, and status.</summary>
public sealed class InvoiceCompleter : SessionCompleter
{
    private protected override IEnumerable<CompletionCandidate> Find(CompletionTarget target) =>
        target
            .Session.Seen.Invoices.Where(invoice =>
                target.OrganizationId is null
                || string.Equals(invoice.OrganizationId, target.OrganizationId, StringComparison.OrdinalIgnoreCase)
            )
            .Select(invoice => new CompletionCandidate(
                invoice.InvoiceId,
                FormattableString.Invariant(
                    $"{invoice.InvoiceDate:yyyy-MM-dd} {invoice.Amount:0.00} USD {invoice.Status}"
                )
            )
            {
                Order = FormattableString
                    .Invariant($"{DateTime.MaxValue - (invoice.InvoiceDate ?? DateTime.MinValue):d\\.hh\\:mm\\:ss}")
                    .PadLeft(20),
                // Only Get-ViamInvoice supports wildcards.
                IsPattern = target.CommandName.EndsWith("Get-ViamInvoice", StringComparison.OrdinalIgnoreCase),
            });

    private protected override async Task FillAsync(CompletionTarget target, CallContext call)
    {
        if (target.OrganizationId is { } organizationId)
        {
            var summary = await target
                .Session.Service.GetInvoicesSummaryAsync(organizationId, call)
                .ConfigureAwait(false);
            Note(target, summary.Invoices);
        }
    }
}
