using System.Collections;
using Viam.Billing.Charging.Ledger;

namespace Viam.Billing.Completion;

/// <summary>Completes the invoices of the organization that a charge in a ledger belongs to.</summary>
public sealed class LedgerInvoiceCompleter : InvoiceCompleterBase
{
    private protected override string? FindOrganization(BillingSession session, IDictionary bound)
    {
        var reference = ChargeReference.Normalize(bound["Reference"]?.ToString());
        return LedgerCompletion
            .Read(bound)
            .FirstOrDefault(entry => string.Equals(entry.Reference, reference, StringComparison.OrdinalIgnoreCase))
            ?.Charge.OrganizationId;
    }

    // Without the charge, the invoices of all organizations would be listed.
    private protected override IEnumerable<CompletionCandidate> Find(CompletionTarget target) =>
        target.OrganizationId is null ? [] : base.Find(target);
}
