namespace Viam.Billing.Completion;

/// <summary>Completes the known invoice statuses, and others that the session has received.</summary>
public sealed class InvoiceStatusCompleter : SessionCompleter
{
    private protected override IEnumerable<CompletionCandidate> Find(CompletionTarget target) =>
        target.Session.Seen.Statuses.Select(status => new CompletionCandidate(status) { IsPattern = true });
}
