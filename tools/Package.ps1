<#
.SYNOPSIS
    Creates the package of the module for a PowerShell repository.
#>
param(
    # Precompiles the package only for this machine. The package still runs on all others.
    [switch] $ThisMachineOnly,

    [string] $OutputFolder = (Join-Path (Split-Path $PSScriptRoot) 'out/packages')
)

$ErrorActionPreference = 'Stop'
$root = Split-Path $PSScriptRoot
$module = Join-Path $root 'out/Viam.Billing'

function Invoke-Dotnet {
    & dotnet @args
    if ($LASTEXITCODE) { throw "dotnet $args failed with exit code $LASTEXITCODE." }
}

function ConvertTo-Nuspec {
    # Describes the package from the manifest.
    param([hashtable] $Manifest, [string] $Version)
    $data = $Manifest.PrivateData.PSData
    $commands = $Manifest.CmdletsToExport | ForEach-Object { "PSCmdlet_$_"; "PSCommand_$_" }
    $metadata = [ordered]@{
        id = 'Viam.Billing'; version = $Version; authors = $Manifest.Author; description = $Manifest.Description
        copyright = $Manifest.Copyright; projectUrl = $data.ProjectUri; releaseNotes = $data.ReleaseNotes
        icon = 'icon.png'; readme = 'README.md'; tags = @('PSModule', 'PSIncludes_Cmdlet') + $data.Tags + $commands -join ' '
    }
    $elements = foreach ($name in $metadata.Keys) { "    <$name>$([Security.SecurityElement]::Escape($metadata[$name]))</$name>" }
    @"
<?xml version="1.0" encoding="utf-8"?>
<package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd">
  <metadata>
    <license type="expression">Apache-2.0</license>
$($elements -join "`n")
  </metadata>
  <files>
    <file src="**/*" exclude="**/*.pdb" target="" />
  </files>
</package>
"@
}

# Without a list, a release build is precompiled for the machine that it runs on.
$runtimes = @(if (-not $ThisMachineOnly) { '-p:PrecompileFor=linux-x64+linux-arm64+win-x64+osx-arm64' })
Invoke-Dotnet build "$root/src/Module.slnx" --configuration Release @runtimes
$manifest = Import-PowerShellDataFile "$module/Viam.Billing.psd1"
$version = $manifest.ModuleVersion, $manifest.PrivateData.PSData.Prerelease -ne '' -join '-'
$null = New-Item -ItemType Directory -Force -Path $OutputFolder
$OutputFolder = Convert-Path -LiteralPath $OutputFolder
$package = Join-Path $OutputFolder "Viam.Billing.$version.nupkg"
if (Test-Path -LiteralPath $package) { Remove-Item -LiteralPath $package }
$nuspec = Join-Path ([IO.Path]::GetTempPath()) "$([guid]::NewGuid()).nuspec"
try {
    ConvertTo-Nuspec $manifest $version | Set-Content -LiteralPath $nuspec
    Invoke-Dotnet pack "$root/src/Viam.Billing" --no-build --configuration Release --output $OutputFolder "-p:NuspecFile=$nuspec" "-p:NuspecBasePath=$module" '-p:NoPackageAnalysis=true'
}
finally {
    Remove-Item -LiteralPath $nuspec
}
Get-Item -LiteralPath $package
