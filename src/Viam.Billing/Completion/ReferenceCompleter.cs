using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace Viam.Billing.Completion;

/// <summary>
/// Completes the references in the charge ledger of the command line. For Resolve-ViamCharge, these are only the
/// charges that need a decision.
/// </summary>
public sealed class ReferenceCompleter : IArgumentCompleter
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
            var isResolving = commandName.EndsWith("Resolve-ViamCharge", StringComparison.OrdinalIgnoreCase);
            return
            [
                .. LedgerCompletion
                    .Read(fakeBoundParameters)
                    .Where(entry => !isResolving || entry.IsUnresolved)
                    .Select(static entry => new CompletionCandidate(
                        entry.Reference,
                        FormattableString.Invariant($"{entry.Charge.Total:N2} USD to organization ")
                            + LedgerCompletion.DescribeOrganization(entry)
                    ))
                    .Where(candidate => candidate.Matches(word))
                    .OrderBy(static candidate => candidate.Text, StringComparer.OrdinalIgnoreCase)
                    .Select(candidate => candidate.ToResult(word)),
            ];
        }
        catch (Exception)
        {
            // Completion doesn't report errors.
            return [];
        }
    }
}
