namespace Viam.Billing.Completion;

/// <summary>The invoice statuses that are known, and others that the session has seen.</summary>
public sealed class InvoiceStatusCompleter : SessionCompleter
{
    private protected override IEnumerable<CompletionCandidate> Find(CompletionTarget target) =>
        target.Session.Seen.Statuses.Select(status => new CompletionCandidate(status) { IsPattern = true });
}
