using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using Viam.Billing.Service;

namespace Viam.Billing.Completion;

/// <summary>Completes a parameter from what its session has seen. The first time, one short call fills that. It never fails, and never takes long.</summary>
public abstract class SeenCompleter : IArgumentCompleter
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(250);

    private protected SeenCompleter()
    {
    }

    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        try
        {
            var session = fakeBoundParameters["Session"] as BillingSession ?? SharedSession.Current;
            if (session is null) return [];
            var organizationId = fakeBoundParameters["OrganizationId"] as string ?? session.OrganizationId;
            var filled = $"{GetType().Name} {organizationId}";
            if (!session.Seen.IsFilled(filled) && (Fill(session, organizationId) || Find(session.Seen, organizationId).Any())) session.Seen.NoteFilled(filled);
            var word = wordToComplete.Trim('\'', '"');
            return [.. Find(session.Seen, organizationId).Where(proposal => proposal.Fits(word)).OrderBy(proposal => proposal.Order, StringComparer.OrdinalIgnoreCase)
                .Select(proposal => proposal.ToResult())];
        }
        catch (Exception)
        {
            // A person who presses Tab must not be shown an error; no proposal is the answer.
            return [];
        }
    }

    /// <summary>What there is to propose.</summary>
    /// <param name="organizationId">The organization that the command line names, or the session's own; null without either.</param>
    private protected abstract IEnumerable<Proposal> Find(SeenObjects seen, string? organizationId);

    /// <summary>The call that shows the session what it has not seen yet; null if none does.</summary>
    private protected virtual Task<IEnumerable<object>>? Ask(IBillingService service, string? organizationId, CallContext call) => null;

    /// <returns>False if the service did not answer in time.</returns>
    private bool Fill(BillingSession session, string? organizationId)
    {
        using var use = session.Use();
        if (use is null) return false;
        using var limit = new CancellationTokenSource(s_patience);
        // Off this thread: the limit must hold whatever the call does.
        var asked = Task.Run(async () => Ask(session.Service, organizationId, new CallContext(limit.Token)) is { } answer ? await answer.ConfigureAwait(false) : []);
        if (Task.WaitAny([asked], s_patience) < 0 || !asked.IsCompletedSuccessfully) return false;
        foreach (var item in asked.Result) session.Seen.Note(item);
        return true;
    }
}
