#!/usr/bin/env pwsh
<#
.SYNOPSIS
    Builds and tests the module, and runs other tasks of a contributor.
.EXAMPLE
    dotnet tool exec --yes powershell ./build.ps1 -Task Tour
    Builds the module and shows what it does, against the sandbox.
.EXAMPLE
    ./build.ps1
    Builds the module into out/Viam.Billing.
.EXAMPLE
    ./build.ps1 -Task Docs
    Generates the module's help from the pages in docs/en-US.
.EXAMPLE
    ./build.ps1 -Task Mutate
    Runs mutation testing on the charging and the files of Core.
.EXAMPLE
    ./build.ps1 -Task Package
    Creates the package for a PowerShell repository in out/packages.
.EXAMPLE
    ./build.ps1 -Task Build, Install
    Builds the module and installs it for the current user.
#>
[CmdletBinding()]
param(
    [ValidateSet('Build', 'Tour', 'Test', 'Analyze', 'Mutate', 'Docs', 'Package', 'Install')]
    [string[]] $Task = 'Build',

    [ValidateSet('Debug', 'Release')]
    [string] $Configuration = 'Release',

    # Where Install puts the module. The default is the first folder of PSModulePath, the current user's modules.
    [string] $ModuleFolder = ($env:PSModulePath -split [IO.Path]::PathSeparator)[0]
)

$ErrorActionPreference = 'Stop'
Set-Location -LiteralPath $PSScriptRoot

function Invoke-Dotnet {
    & dotnet @args
    if ($LASTEXITCODE) { throw "dotnet $args failed with exit code $LASTEXITCODE." }
}

switch ($Task) {
    'Build' { Invoke-Dotnet build Viam.Billing.slnx --configuration $Configuration }
    'Tour' {
        Write-Host 'Building the module. The first time, this takes a minute.'
        $log = & dotnet build src/Module.slnx --configuration Debug --verbosity quiet --nologo
        if ($LASTEXITCODE) { throw "The build failed.`n$($log -join "`n")" }
        # In a separate process, because a module that this process has loaded can't be built again on Windows.
        Invoke-Dotnet exec "$PSHOME/pwsh.dll" -NoProfile -File tools/Tour.ps1
    }
    'Test' { Invoke-Dotnet test --configuration $Configuration }
    'Analyze' { & ./tools/Analyze.ps1 }
    'Mutate' { & ./tools/Mutate.ps1 }
    'Docs' { & ./tools/Help.ps1 }
    'Package' { & ./tools/Package.ps1 }
    'Install' { & ./tools/Install.ps1 -ModuleFolder $ModuleFolder }
}
