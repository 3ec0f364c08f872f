using System.Management.Automation;
using Viam.Billing.Commands.Base;
using Viam.Billing.Focus;

namespace Viam.Billing.Commands;

/// <summary>Converts usage to rows of the FinOps Open Cost and Usage Specification (FOCUS).</summary>
[Cmdlet(VerbsData.ConvertTo, "ViamFocus", HelpUri = OnlineHelp.Folder + "ConvertTo-ViamFocus.md")]
[OutputType(typeof(FocusRow))]
public sealed class ConvertToViamFocusCommand : FocusCommand
{
    private protected override bool AcceptsOpenInput => true;

    private protected override Task AddAsync(IReadOnlyList<FocusMonth> months)
    {
        foreach (var row in months.SelectMany(static month => month.Rows))
        {
            WriteResult(row);
        }
        return Task.CompletedTask;
    }
}
