using Viam.Billing.Tests.Shared;
using Viam.Billing.Tests.Support;
using Viam.Billing.Tests.Support.Processes;

namespace Viam.Billing.Tests.Commands;

/// <summary>Imports a copy of the module from another folder, in a separate process.</summary>
public sealed class ModuleCopyTests : IDisposable
{
    private static readonly string s_folder = Path.TrimEndingDirectorySeparator(BuiltModule.Folder);

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task SecondCopyIsRefusedWithOneErrorAndFirstStaysInUse()
    {
        var lines = await ReadLinesAsync(
            "Connect-ViamBilling -Sandbox; "
                + "$ErrorActionPreference = 'SilentlyContinue'; Import-Module $copy; Import-Module $copy -Force; "
                + "$ErrorActionPreference = 'Stop'; $Error.Count; $Error[0].FullyQualifiedErrorId; \"$($Error[0])\"; "
                + "(Get-Command Get-ViamInvoice).Module.ModuleBase; (Get-ViamInvoice -Latest 2 | Out-String).Trim()"
        );

        Assert.Equal("2", lines[0]);
        Assert.Equal("OtherCopyImported,Microsoft.PowerShell.Commands.ImportModuleCommand", lines[1]);
        Assert.Equal(
            $"The copy of Viam.Billing in '{_folder.FullName}' can't be imported, because this PowerShell session uses "
                + $"the copy in '{s_folder}'.",
            lines[2]
        );
        Assert.Equal(s_folder, lines[3]);
        Assert.StartsWith("OrganizationName ", lines[4]);
    }

    [Fact]
    public async Task CopyCanBeImportedAfterTheFirstWasRemovedOrIntoAnotherRunspace()
    {
        var lines = await ReadLinesAsync(
            "$ErrorActionPreference = 'Stop'; $manifest = (Get-Module Viam.Billing).Path; "
                + "Import-Module $manifest -Force; "
                + "1 | ForEach-Object -Parallel { Import-Module $using:copy; (Get-Module Viam.Billing).ModuleBase }; "
                + "Remove-Module Viam.Billing; @(Get-TypeData Viam.Billing.*).Count; "
                + "@(Get-FormatData Viam.Billing.Invoice).Count; Import-Module $copy; "
                + "(Get-Module Viam.Billing).ModuleBase; Connect-ViamBilling -Sandbox; "
                + "(Get-ViamInvoice -Latest 2 | Out-String).Trim()"
        );

        Assert.Equal([_folder.FullName, "0", "0", _folder.FullName], lines[..4]);
        Assert.StartsWith("OrganizationName ", lines[4]);
    }

    public void Dispose() => _folder.Dispose();

    private Task<string[]> ReadLinesAsync(string script)
    {
        foreach (var file in Directory.GetFiles(BuiltModule.Folder))
        {
            File.Copy(file, _folder.GetPath(Path.GetFileName(file)));
        }
        return PowerShellProcess.ReadLinesAsync($"$copy = '{_folder.GetPath("Viam.Billing.psd1")}'; {script}");
    }
}
