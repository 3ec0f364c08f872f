#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5' }

# What scripts rely on when they charge batches and settle what is unknown.

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot '../../out/Viam.Billing/Viam.Billing.psd1') -Force
    $script:acme = '6f1c2a9e-4b7d-4c58-9a31-0d5e8b7f2c10'
}

Describe 'A charge ledger' {
    BeforeEach {
        Connect-ViamBilling -Sandbox
        $ledger = Join-Path $TestDrive "$([guid]::NewGuid()).ledger"
        [pscustomobject]@{ OrganizationId = $acme; Subtotal = 10; Reference = 'a' } |
            New-ViamCharge -LedgerPath $ledger -Confirm:$false -WarningAction Ignore | Out-Null
    }

    AfterEach { Disconnect-ViamBilling }

    It 'has nothing unresolved after a batch without faults' {
        Get-ViamChargeLedger $ledger -Unresolved | Should -BeNullOrEmpty
        Get-ViamChargeLedger $ledger -Unresolved | Resolve-ViamCharge -LedgerPath $ledger -NotCharged -Confirm:$false | Should -BeNullOrEmpty
    }

    It 'refuses a decision about a charge that is settled' {
        { Resolve-ViamCharge $ledger a -NotCharged -Confirm:$false -ErrorAction Stop } |
            Should -Throw -ErrorId 'ChargeAlreadySettled,Viam.Billing.Commands.ResolveViamChargeCommand'
        { Resolve-ViamCharge $ledger b -InvoiceId x -Confirm:$false -ErrorAction Stop } |
            Should -Throw -ErrorId 'ReferenceNotFound,Viam.Billing.Commands.ResolveViamChargeCommand'
    }

    It 'refuses a batch above the maximum and emits what is done' {
        $rows = @(
            [pscustomobject]@{ OrganizationId = $acme; Subtotal = 10; Reference = 'a' }
            [pscustomobject]@{ OrganizationId = $acme; Subtotal = 20; Reference = 'b' }
        )
        $charges = [Collections.Generic.List[object]]::new()
        { $rows | New-ViamCharge -LedgerPath $ledger -MaximumTotal 19.99 -Confirm:$false -WarningAction Ignore | ForEach-Object { $charges.Add($_) } } |
            Should -Throw -ErrorId 'MaximumTotalExceeded,Viam.Billing.Commands.NewViamChargeCommand'
        $charges.Reference | Should -Be 'a'
        (Get-ViamChargeLedger $ledger).Reference | Should -Be 'a'
    }
}
