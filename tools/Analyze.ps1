<#
.SYNOPSIS
    Runs PSScriptAnalyzer on all scripts and on the built module's manifest.
#>
$ErrorActionPreference = 'Stop'
$root = Split-Path $PSScriptRoot
$scripts = Get-ChildItem -Path $root -Recurse -Include *.ps1 | Where-Object FullName -NotMatch '[\\/](bin|obj|out)[\\/]'
# The manifest names files that are next to it only after a build.
$findings = @($scripts) + (Get-Item "$root/out/Viam.Billing/Viam.Billing.psd1") | ForEach-Object { Invoke-ScriptAnalyzer -Path $_.FullName }
$findings
if ($findings) { throw "PSScriptAnalyzer reported $(@($findings).Count) findings." }
