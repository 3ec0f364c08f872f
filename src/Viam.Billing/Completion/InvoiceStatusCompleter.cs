namespace Viam.Billing.Completion;

/// <summary>The invoice statuses that are known, and others that the session has seen.</summary>
public sealed class InvoiceStatusCompleter : SeenCompleter
{
    private protected override IEnumerable<Proposal> Find(SeenObjects seen, string? organizationId) => seen.Statuses.Select(status => new Proposal(status));
}
