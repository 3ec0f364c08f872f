using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using Viam.Billing.Services;
using Viam.Billing.Sessions;

namespace Viam.Billing.Completion;

/// <summary>Completes a parameter from what its session has seen. The first time, one short call fills that. It never fails, and never takes long.</summary>
public abstract class SessionCompleter : IArgumentCompleter
{
    private static readonly TimeSpan s_shutdownTimeout = TimeSpan.FromMilliseconds(250);

    private protected SessionCompleter() { }

    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters
    )
    {
        try
        {
            var session = fakeBoundParameters["Session"] as BillingSession ?? DefaultSession.Current;
            if (session is null)
            {
                return [];
            }

            var organizationId = fakeBoundParameters["OrganizationId"] as string ?? session.OrganizationId;
            var filled = $"{GetType().Name} {organizationId}";
            if (
                !session.Seen.IsFilled(filled)
                && (Fill(session, organizationId) || Find(session.Seen, organizationId).Any())
            )
            {
                session.Seen.NoteFilled(filled);
            }

            var word = wordToComplete.Trim('\'', '"');
            return
            [
                .. Find(session.Seen, organizationId)
                    .Where(proposal => proposal.Matches(word))
                    .OrderBy(proposal => proposal.Order, StringComparer.OrdinalIgnoreCase)
                    .Select(proposal => proposal.ToResult()),
            ];
        }
        catch (Exception)
        {
            // A person who presses Tab must not be shown an error; no proposal is the answer.
            return [];
        }
    }

    /// <summary>What there is to propose.</summary>
    /// <param name="organizationId">The organization that the command line names, or the session's own; null without either.</param>
    private protected abstract IEnumerable<CompletionCandidate> Find(SessionCache seen, string? organizationId);

    /// <summary>The call that shows the session what it has not seen yet; null if none does.</summary>
    private protected virtual Task<IEnumerable<object>>? Ask(
        IBillingService service,
        string? organizationId,
        CallContext call
    ) => null;

    /// <returns>False if the service did not answer in time.</returns>
    private bool Fill(BillingSession session, string? organizationId)
    {
        using var use = session.Acquire();
        if (use is null)
        {
            return false;
        }

        using var limit = new CancellationTokenSource(s_shutdownTimeout);
        // Off this thread: the limit must hold whatever the call does.
        var asked = Task.Run(async () =>
            Ask(session.Service, organizationId, new CallContext(limit.Token)) is { } answer
                ? await answer.ConfigureAwait(false)
                : []
        );
        if (Task.WaitAny([asked], s_shutdownTimeout) < 0 || !asked.IsCompletedSuccessfully)
        {
            return false;
        }

        foreach (var item in asked.Result)
        {
            session.Seen.Note(item);
        }

        return true;
    }
}
