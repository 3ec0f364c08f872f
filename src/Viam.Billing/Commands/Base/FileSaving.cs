using System.Management.Automation;
using Viam.Billing.Errors;
using Viam.Billing.Files;

namespace Viam.Billing.Commands.Base;

/// <summary>Saves the files of cmdlets that can't continue without them.</summary>
internal static class FileSaving
{
    /// <summary>Ends the cmdlet with an error if a file can't be written.</summary>
    public static async Task SaveAsync(PSCmdlet cmdlet, Func<Task> save)
    {
        try
        {
            await save();
        }
        catch (FileNotSavedException exception)
        {
            cmdlet.ThrowTerminatingError(ErrorRecords.TryFrom(exception, target: null)!);
        }
    }
}
