#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5' }

# Runs every help example and every guide script unchanged with the sandbox; Recipes.Tests.ps1 runs the recipes. Examples with an API key run in the xunit tests, which have a server.

BeforeDiscovery {
    $docs = Join-Path $PSScriptRoot '../../docs'
    # Each block of a help page runs separately; the blocks of a guide run together.
    $script:examples = foreach ($page in Get-ChildItem -LiteralPath $docs -Recurse -Filter *.md -Exclude recipes.md | Sort-Object FullName) {
        $blocks = [regex]::Matches((Get-Content -LiteralPath $page -Raw), '(?ms)^```powershell\r?\n(.*?)^```') | ForEach-Object { $_.Groups[1].Value } |
            Where-Object { $_ -notmatch 'Connect-ViamBilling[^\n]*-(ApiKey|Credential|AccessToken|Cli)' }
        if ($page.Directory.Name -eq 'docs' -and $blocks) { @{ Page = $page.Name; Number = 'all'; Code = $blocks -join "`n" } }
        else {
            $number = 0
            foreach ($code in $blocks) { @{ Page = $page.Name; Number = ++$number; Code = $code } }
        }
    }
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot '../../out/Viam.Billing/Viam.Billing.psd1') -Force
    $script:start = Get-Location
    # Lets other runspaces find the module by name, as if it were installed.
    $script:modulePath = $env:PSModulePath
    $env:PSModulePath = (Resolve-Path (Join-Path $PSScriptRoot '../../out')).Path + [IO.Path]::PathSeparator + $script:modulePath
}

AfterAll {
    $env:PSModulePath = $script:modulePath
    Remove-Module Viam.Billing
}

Describe 'Documentation examples' {
    BeforeEach {
        $folder = New-Item -ItemType Directory -Path (Join-Path ([IO.Path]::GetTempPath()) ([guid]::NewGuid()))
        Set-Location -LiteralPath $folder
        $global:PSDefaultParameterValues['Connect-ViamBilling:Sandbox'] = $true
        Connect-ViamBilling
        # Nobody can answer prompts.
        $global:ConfirmPreference = 'None'
        # The examples of these pages start from a charge ledger.
        if ($Page -match 'ChargeLedger|Resolve-ViamCharge|about_Viam.Billing_Charging') {
            New-ViamCharge -Organization 97c05b2f-8e3d-4d71-8f46-c2a91e5b7d03 -Subtotal 120 -Tax 9.90 -Reference 2026-10-lumiere -LedgerPath charges.ledger | Out-Null
        }
    }

    AfterEach {
        Disconnect-ViamBilling
        $global:ConfirmPreference = 'High'
        $global:PSDefaultParameterValues.Remove('Connect-ViamBilling:Sandbox')
        Set-Location -LiteralPath $script:start
        Remove-Item -LiteralPath $folder -Recurse -Force
    }

    It 'run without errors: <Page>, <Number>' -ForEach $script:examples {
        $output = & ([scriptblock]::Create($Code)) 2>&1 3>$null 6>$null
        @($output | Where-Object { $_ -is [Management.Automation.ErrorRecord] }) | Should -BeNullOrEmpty
    }

    It 'exist for every cmdlet' {
        foreach ($command in Get-Command -Module Viam.Billing) {
            $page = Get-Content -Raw -LiteralPath (Join-Path $PSScriptRoot "../../docs/en-US/$($command.Name).md")
            [regex]::Matches($page, '(?m)^### Example \d+: ').Count | Should -BeGreaterOrEqual 3 -Because $command.Name
        }
    }
}

Describe 'Get-Help' {
    It 'returns the complete help of <_>' -ForEach @(
        'Connect-ViamBilling', 'Disable-ViamBillingService', 'Disconnect-ViamBilling', 'Enable-ViamBillingService', 'Get-ViamBillingInformation', 'Get-ViamBillingService'
        'Get-ViamBillingSession', 'Get-ViamBillingTier', 'Get-ViamChargeLedger', 'Get-ViamCurrentMonthUsage', 'Get-ViamInvoice', 'Get-ViamLocation', 'Get-ViamLocationBillingOrganization'
        'Get-ViamOrganization', 'Get-ViamOutstandingBalance', 'New-ViamCharge', 'Resolve-ViamCharge', 'Save-ViamInvoicePdf', 'Send-ViamPaymentRequiredEmail', 'Set-ViamBillingService', 'Set-ViamBillingSession', 'Set-ViamBillingTier'
        'Set-ViamLocationBillingOrganization', 'Wait-ViamInvoice', 'Compare-ViamUsage', 'Get-ViamUsageForecast', 'Get-ViamUsageHistory', 'Save-ViamUsageSnapshot', 'Test-ViamBudget'
    ) {
        $help = Get-Help $_ -Full
        $help.Synopsis | Should -Match '\.$'
        $help.description.Text.Length | Should -BeGreaterThan 100
        @($help.examples.example).Count | Should -BeGreaterOrEqual 3
        $described = @($help.parameters.parameter | Where-Object { $_.description.Text })
        $common = [Management.Automation.Cmdlet]::CommonParameters
        $described.name | Sort-Object | Should -Be ((Get-Command $_).Parameters.Keys | Where-Object { $_ -notin $common } | Sort-Object)
    }

    It 'returns the topic <_>' -ForEach 'about_Viam.Billing', 'about_Viam.Billing_Sessions', 'about_Viam.Billing_Charging', 'about_Viam.Billing_Analysis' {
        Get-Help $_ | Out-String | Should -Match "TOPIC\s+$([regex]::Escape($_))"
    }
}
