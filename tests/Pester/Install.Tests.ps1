#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5' }

# build.ps1 -Task Install, with a temporary module folder.

BeforeAll {
    . $PSScriptRoot/Support/Invoke-Pwsh.ps1
    $script:root = (Resolve-Path (Join-Path $PSScriptRoot '../..')).Path
    $script:version = (Import-PowerShellDataFile (Join-Path $script:root 'out/Viam.Billing/Viam.Billing.psd1')).ModuleVersion
    $script:modules = New-Item -ItemType Directory -Path (Join-Path ([IO.Path]::GetTempPath()) ([guid]::NewGuid()))
}

AfterAll {
    Remove-Item -LiteralPath $script:modules -Recurse -Force
}

Describe 'The Install task' {
    It 'replaces the installed version so that Import-Module finds the module by name' {
        $old = New-Item -ItemType Directory -Path (Join-Path $script:modules "Viam.Billing/$script:version")
        Set-Content -LiteralPath (Join-Path $old 'left over.txt') -Value 'from before'

        $installed = & (Join-Path $script:root 'build.ps1') -Task Install -ModuleFolder $script:modules

        $installed.FullName | Should -Be $old.FullName
        Test-Path -LiteralPath (Join-Path $old 'left over.txt') | Should -BeFalse
        $script = "`$env:PSModulePath = '$script:modules'; Import-Module Viam.Billing; Connect-ViamBilling -Sandbox; (Get-Module Viam.Billing).ModuleBase; (Get-ViamInvoice -Latest 2).Count"
        $lines = Invoke-Pwsh -Command $script
        $lines | Should -Be $old.FullName, '2'
    }
}
