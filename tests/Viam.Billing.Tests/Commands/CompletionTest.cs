using System.Management.Automation;

namespace Viam.Billing.Tests.Commands;

/// <summary>Base class for tests of argument completion.</summary>
public abstract class CompletionTest : CmdletTest
{
    /// <summary>Returns the completions without PowerShell's fallback to file names.</summary>
    private protected IReadOnlyList<CompletionResult> Complete(string typed)
    {
        using var shell = PowerShell.Create(Engine.Runspace);
        return
        [
            .. CommandCompletion
                .CompleteInput(typed, typed.Length, null, shell)
                .CompletionMatches.Where(match =>
                    match.ResultType
                        is not (CompletionResultType.ProviderItem or CompletionResultType.ProviderContainer)
                ),
        ];
    }
}
