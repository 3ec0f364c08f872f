using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using Viam.Billing.Sessions;

namespace Viam.Billing.Completion;

/// <summary>Completes the profiles of the viam command line.</summary>
public sealed class CliProfileCompleter : IArgumentCompleter
{
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
            var word = wordToComplete.Trim('\'', '"');
            return
            [
                .. CliLogin
                    .ProfileNames()
                    .Select(static name => new CompletionCandidate(name))
                    .Where(proposal => proposal.Matches(word))
                    .Select(proposal => proposal.ToResult(word)),
            ];
        }
        catch (BillingException)
        {
            // Completion doesn't report errors.
            return [];
        }
    }
}
