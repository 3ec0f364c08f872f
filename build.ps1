#!/usr/bin/env pwsh
<#
.SYNOPSIS
    Builds, tests or checks the module. A thin front: everything it does can be done with the commands it runs.
.EXAMPLE
    ./build.ps1
    Builds the module into out/Viam.Billing.
.EXAMPLE
    ./build.ps1 -Task Test
    Runs dotnet test, then Pester where it is installed.
#>
[CmdletBinding()]
param(
    [ValidateSet('Build', 'Test', 'Analyze')]
    [string[]] $Task = 'Build',

    [ValidateSet('Debug', 'Release')]
    [string] $Configuration = 'Release'
)

$ErrorActionPreference = 'Stop'
Set-Location -LiteralPath $PSScriptRoot

function Invoke-Tool {
    param([string] $Command, [string[]] $Arguments)
    & $Command @Arguments
    if ($LASTEXITCODE) { throw "$Command $Arguments failed with exit code $LASTEXITCODE." }
}

foreach ($one in $Task) {
    switch ($one) {
        'Build' {
            Invoke-Tool dotnet 'build', 'Viam.Billing.slnx', '--configuration', $Configuration
        }
        'Test' {
            Invoke-Tool dotnet 'test', '--configuration', $Configuration
            if (Get-Module -ListAvailable Pester | Where-Object Version -GE '5.5') {
                # In a process of its own: a loaded module cannot be built again.
                Invoke-Tool pwsh '-NoProfile', '-Command', 'Invoke-Pester -Configuration @{ Run = @{ Path = "tests/Pester"; Exit = $true } }'
            }
            else {
                Write-Warning 'Pester 5.5 or later is not installed, so its tests were not run.'
            }
        }
        'Analyze' {
            # The manifest names files that lie beside it only once it is built.
            $scripts = Get-ChildItem -Path . -Recurse -Include *.ps1 | Where-Object FullName -NotMatch '[\\/](bin|obj|out)[\\/]'
            $found = @($scripts) + (Get-Item out/Viam.Billing/Viam.Billing.psd1) | ForEach-Object { Invoke-ScriptAnalyzer -Path $_.FullName }
            $found
            if ($found) { throw "PSScriptAnalyzer has $(@($found).Count) findings." }
        }
    }
}
