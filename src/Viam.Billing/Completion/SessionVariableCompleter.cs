using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace Viam.Billing.Completion;

/// <summary>Completes variables that contain an open session.</summary>
public sealed class SessionVariableCompleter : IArgumentCompleter
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
            using var shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
            shell.AddScript("$ExecutionContext.SessionState.InvokeProvider.ChildItem.Get('Variable:', $false)");
            return
            [
                .. shell
                    .Invoke<PSVariable>()
                    .Where(variable => Unwrap(variable.Value) is BillingSession { IsOpen: true })
                    .Where(variable =>
                        variable.Name.StartsWith(wordToComplete.TrimStart('$'), StringComparison.OrdinalIgnoreCase)
                    )
                    .OrderBy(variable => variable.Name, StringComparer.OrdinalIgnoreCase)
                    .Select(variable => new CompletionResult(
                        $"${variable.Name}",
                        variable.Name,
                        CompletionResultType.Variable,
                        Unwrap(variable.Value)!.ToString()
                    )),
            ];
        }
        catch (Exception)
        {
            // Completion doesn't report errors.
            return [];
        }
    }

    private static object? Unwrap(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;
}
