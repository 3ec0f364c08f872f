using Viam.Billing.Services;
using Viam.Billing.Sessions;

namespace Viam.Billing.Completion;

/// <summary>Invoice ids, the newest first, with date, amount and status beside them.</summary>
public sealed class InvoiceCompleter : SessionCompleter
{
    private protected override IEnumerable<CompletionCandidate> Find(SessionCache seen, string? organizationId) =>
        seen
            .Invoices.Where(invoice =>
                organizationId is null
                || string.Equals(invoice.OrganizationId, organizationId, StringComparison.OrdinalIgnoreCase)
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
            });

    private protected override async Task<IEnumerable<object>> Ask(
        IBillingService service,
        string? organizationId,
        CallContext call
    ) =>
        organizationId is null
            ? []
            : (await service.GetInvoicesSummaryAsync(organizationId, call).ConfigureAwait(false)).Invoices;
}
