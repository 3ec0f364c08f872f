using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using Viam.Billing.Parameters;
using Viam.Billing.Services;
using Viam.Billing.Sessions;

namespace Viam.Billing.Completion;

/// <summary>
/// The base class of completers that use the objects that a session has returned. The first completion makes one
/// request for them. It never fails and returns quickly: the response to a slow request is used by the next completion.
/// </summary>
public abstract class SessionCompleter : IArgumentCompleter
{
    /// <summary>The time for which a completion waits for the service.</summary>
    private static readonly TimeSpan s_timeout = TimeSpan.FromMilliseconds(250);

    /// <summary>
    /// The timeout of the request, which continues after the completion, so that a later one can use its response.
    /// </summary>
    private static readonly TimeSpan s_requestTimeout = TimeSpan.FromSeconds(30);

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

            var target = new CompletionTarget(session, commandName, FindOrganization(session, fakeBoundParameters));
            if (!IsFilled(target))
            {
                Fill(target);
            }

            var word = wordToComplete.Trim('\'', '"');
            return
            [
                .. Find(target)
                    .Where(candidate => candidate.Matches(word))
                    .OrderBy(candidate => candidate.Order ?? candidate.ListItem, StringComparer.OrdinalIgnoreCase)
                    .Select(candidate => candidate.ToResult(word)),
            ];
        }
        catch (Exception)
        {
            // Pressing Tab must not show an error, so there are no suggestions.
            return [];
        }
    }

    /// <summary>Returns the suggestions from the session's cache.</summary>
    private protected abstract IEnumerable<CompletionCandidate> Find(CompletionTarget target);

    /// <summary>True if the session's cache is complete.</summary>
    private protected virtual bool IsFilled(CompletionTarget target) => target.Session.Seen.IsFilled(KeyOf(target));

    /// <summary>Makes the request that completes the session's cache.</summary>
    private protected virtual Task FillAsync(CompletionTarget target, CallContext call) => Task.CompletedTask;

    private protected static void Remember(CompletionTarget target, IEnumerable<object> items)
    {
        foreach (var item in items)
        {
            target.Session.Remember(item);
        }
    }

    /// <summary>The key of the request in the session's cache.</summary>
    private protected virtual string KeyOf(CompletionTarget target) => $"{GetType().Name} {target.OrganizationId}";

    /// <summary>Waits for the request for a short time. Only one request is in progress at a time.</summary>
    private void Fill(CompletionTarget target)
    {
        var key = KeyOf(target);
        Task.WaitAny([target.Session.Seen.FillAsync(key, () => RequestAsync(target))], s_timeout);
    }

    private async Task RequestAsync(CompletionTarget target)
    {
        using var use = target.Session.Acquire();
        if (use is not null)
        {
            using var limit = new CancellationTokenSource(s_requestTimeout);
            await FillAsync(target, new CallContext(limit.Token)).ConfigureAwait(false);
        }
    }

    /// <summary>The ID of the organization of the command; null if it is unknown.</summary>
    private protected virtual string? FindOrganization(BillingSession session, IDictionary bound)
    {
        var value = bound["Organization"] is PSObject wrapped ? wrapped.BaseObject : bound["Organization"];
        if (OrganizationIdentity.From(value) is not { } identity)
        {
            return session.OrganizationId;
        }
        return identity.Id
            ?? (
                OrganizationMatcher.FindExact([.. session.Organizations.Known], identity.Text) is [var only]
                    ? only.OrganizationId
                    : null
            );
    }
}
