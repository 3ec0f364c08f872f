using System.Management.Automation;

namespace Viam.Billing.Tests.Support.Engine;

/// <summary>The output and streams of a completed script.</summary>
internal sealed record PowerShellRun(
    IReadOnlyList<PSObject> Output,
    IReadOnlyList<ErrorRecord> Errors,
    IReadOnlyList<string> Verbose,
    IReadOnlyList<string> Warnings,
    IReadOnlyList<string> Everything
)
{
    public IEnumerable<T> Of<T>() => Output.Select(item => (T)item.BaseObject);

    public ErrorRecord OnlyError => Assert.Single(Errors);
}
