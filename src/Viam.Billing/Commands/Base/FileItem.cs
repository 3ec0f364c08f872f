using System.Management.Automation;

namespace Viam.Billing.Commands.Base;

/// <summary>Files as Get-Item returns them, with the members that PowerShell's views of files need.</summary>
internal static class FileItem
{
    /// <summary>Call this on the pipeline thread.</summary>
    public static object From(FileInfo file, ProviderIntrinsics providers) =>
        File.Exists(file.FullName) ? providers.Item.Get([file.FullName], force: true, literalPath: true)[0] : file;
}
