BeforeDiscovery {
    $script:names = (Import-PowerShellDataFile -LiteralPath "$PSScriptRoot/../../out/Viam.Billing/Viam.Billing.psd1").CmdletsToExport
}

BeforeAll {
    . $PSScriptRoot/Support/Invoke-Pwsh.ps1
    Import-Module "$PSScriptRoot/../../out/Viam.Billing/Viam.Billing.psd1" -Force
}

Describe 'Import-Module' {
    It 'exports exactly the cmdlets in the manifest' {
        $manifest = Import-PowerShellDataFile -LiteralPath "$PSScriptRoot/../../out/Viam.Billing/Viam.Billing.psd1"
        $module = Get-Module Viam.Billing
        $module.ExportedCommands.Keys | Sort-Object | Should -Be ($manifest.CmdletsToExport | Sort-Object)
        $module.ExportedFunctions.Count + $module.ExportedAliases.Count + $module.ExportedVariables.Count | Should -Be 0
        "$($module.Version)" | Should -Be $manifest.ModuleVersion
    }

    It 'does not load gRPC assemblies until the first connect' {
        $path = (Get-Module Viam.Billing).Path
        $script = {
            Import-Module $env:VIAM_BILLING_MODULE
            $names = { [AppDomain]::CurrentDomain.GetAssemblies().ForEach{ $_.GetName().Name }.Where{ $_ -match '^(Grpc|Google\.Protobuf|Parquet|Viam\.Billing\.(Grpc|Sandbox|Export))' } }
            @(& $names).Count
            Connect-ViamBilling -Sandbox
            (& $names) -contains 'Google.Protobuf'
        }
        $env:VIAM_BILLING_MODULE = $path
        try {
            Invoke-Pwsh -Command "$script" | Should -Be '0', 'True'
        }
        finally {
            Remove-Item Env:VIAM_BILLING_MODULE
        }
    }

    It 'lets parallel runspaces share one session' {
        $path = (Get-Module Viam.Billing).Path
        Connect-ViamBilling -Sandbox
        $counts = 1..8 | ForEach-Object -Parallel { Import-Module $using:path; @(Get-ViamInvoice).Count } -ThrottleLimit 8
        $counts | Should -Be (, 24 * 8)
        (Get-ViamBillingSession).IsOpen | Should -BeTrue
    }
}

Describe '<_>' -ForEach $names {
    It 'has an approved verb and a singular noun' {
        $command = Get-Command $_
        Get-Verb $command.Verb | Should -Not -BeNullOrEmpty
        $command.Noun | Should -Match '^Viam(\w+[^s]|Focus)$'
    }

    It 'declares its output type' {
        (Get-Command $_).OutputType | Should -Not -BeNullOrEmpty
    }
}

Describe '<_> (changes something)' -ForEach ($names -match '^(Set|New|Enable|Disable|Send|Save|Export|Resolve)-') {
    It 'supports -WhatIf and -Confirm' {
        (Get-Command $_).Parameters.Keys | Should -Contain 'WhatIf'
        (Get-Command $_).Parameters.Keys | Should -Contain 'Confirm'
    }
}

Describe '<_> (calls the service)' -ForEach ($names -notmatch '^Connect-|-ViamBillingSession$|-ViamChargeLedger$|-ViamFocus$|-ViamUsageHistory$|^Resolve-') {
    It 'has a Session parameter' {
        (Get-Command $_).Parameters['Session'].ParameterType.FullName | Should -Be 'Viam.Billing.BillingSession'
    }
}
