<#
.SYNOPSIS
    Installs the built module, replacing the same version.
#>
param([Parameter(Mandatory)] [string] $ModuleFolder)

$ErrorActionPreference = 'Stop'
$source = Join-Path (Split-Path $PSScriptRoot) 'out/Viam.Billing'
$version = (Import-PowerShellDataFile "$source/Viam.Billing.psd1").ModuleVersion
$target = Join-Path $ModuleFolder "Viam.Billing/$version"
if (Test-Path -LiteralPath $target) { Remove-Item -LiteralPath $target -Recurse -Force }
$null = New-Item -ItemType Directory -Force -Path $target
Copy-Item -Path "$source/*" -Destination $target -Recurse
Get-Item -LiteralPath $target
