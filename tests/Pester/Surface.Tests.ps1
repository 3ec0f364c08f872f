BeforeDiscovery {
    $script:names = (Import-PowerShellDataFile -LiteralPath "$PSScriptRoot/../../out/Viam.Billing/Viam.Billing.psd1").CmdletsToExport
}

BeforeAll {
    . $PSScriptRoot/Support/Invoke-Pwsh.ps1
    Import-Module "$PSScriptRoot/../../out/Viam.Billing/Viam.Billing.psd1" -Force
}

Describe 'The import' {
    It 'exports the cmdlets of its manifest and nothing else' {
        $manifest = Import-PowerShellDataFile -LiteralPath "$PSScriptRoot/../../out/Viam.Billing/Viam.Billing.psd1"
        $module = Get-Module Viam.Billing
        $module.ExportedCommands.Keys | Sort-Object | Should -Be ($manifest.CmdletsToExport | Sort-Object)
        $module.ExportedFunctions.Count + $module.ExportedAliases.Count + $module.ExportedVariables.Count | Should -Be 0
        "$($module.Version)" | Should -Be $manifest.ModuleVersion
    }

    It 'loads no gRPC assembly in a new process, and the first connect does' {
        $path = (Get-Module Viam.Billing).Path
        $script = {
            Import-Module $env:VIAM_BILLING_MODULE
            $names = { [AppDomain]::CurrentDomain.GetAssemblies().ForEach{ $_.GetName().Name }.Where{ $_ -match '^(Grpc|Google\.Protobuf|Viam\.Billing\.)' } }
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

    It 'is seen by parallel runspaces through one session' {
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
        $command.Noun | Should -Match '^Viam\w+[^s]$'
    }

    It 'says what it emits' {
        (Get-Command $_).OutputType | Should -Not -BeNullOrEmpty
    }
}

Describe '<_>, which changes something' -ForEach ($names -match '^(Set|New|Enable|Disable|Send|Save|Resolve)-') {
    It 'has -WhatIf and -Confirm' {
        (Get-Command $_).Parameters.Keys | Should -Contain 'WhatIf'
        (Get-Command $_).Parameters.Keys | Should -Contain 'Confirm'
    }
}

Describe '<_>, which calls the service' -ForEach ($names -notmatch '^Connect-|-ViamBillingSession$|-ViamChargeLedger$|^Resolve-') {
    It 'takes a session' {
        (Get-Command $_).Parameters['Session'].ParameterType.FullName | Should -Be 'Viam.Billing.BillingSession'
    }
}
