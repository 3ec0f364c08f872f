#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5' }

# Table formatting.

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot '../../out/Viam.Billing/Viam.Billing.psd1') -Force
    Connect-ViamBilling -Sandbox
    $script:rendering = $PSStyle.OutputRendering

    function Get-Line {
        param([object[]] $Row)
        @($Row | Format-Table | Out-String -Width 100 -Stream | Where-Object { $_ })
    }
}

AfterAll {
    $PSStyle.OutputRendering = $script:rendering
    Remove-Module Viam.Billing
}

Describe 'Tables' {
    BeforeEach { $PSStyle.OutputRendering = 'PlainText' }

    It 'show right-aligned amounts with two decimal places' {
        $costs = @(Get-ViamCurrentMonthUsage -ByResource)
        $ends = Get-Line $costs | Select-String '\d\.\d\d(?=\s*$)' | ForEach-Object { $_.Matches[0].Index }
        $ends | Should -HaveCount $costs.Count
        @($ends | Sort-Object -Unique) | Should -HaveCount 1
    }

    It 'show dates without a time' {
        (Get-Line (Get-ViamInvoice -Latest 1)) -join "`n" | Should -Match ' \d{4}-\d\d-\d\d '
        (Get-Line (Get-ViamInvoice -Latest 1)) -join "`n" | Should -Not -Match '\d\d:\d\d'
    }
}

Describe 'Color' {
    BeforeAll {
        $script:overdue = @(Get-ViamOrganization | Get-ViamInvoice -Overdue -Latest 1)[0]
        $script:paid = @(Get-ViamInvoice -Status paid -Latest 1)[0]
        $script:red = $PSStyle.Foreground.BrightRed
    }

    It 'highlights overdue invoices, but not paid invoices, in <View>' -ForEach @(@{ View = 'Format-Table' }, @{ View = 'Format-List' }) {
        $PSStyle.OutputRendering = 'Ansi'
        ($script:overdue | & $View | Out-String).Contains("$script:red$($script:overdue.Status)") | Should -BeTrue
        ($script:paid | & $View | Out-String).Contains($script:red) | Should -BeFalse
    }

    It 'is yellow for outstanding invoices that are not overdue' {
        $PSStyle.OutputRendering = 'Ansi'
        $outstanding = $script:overdue | Select-Object *
        $outstanding.PSTypeNames.Insert(0, 'Viam.Billing.BillingObject')
        $outstanding.PSTypeNames.Insert(0, 'Viam.Billing.Invoice')
        $outstanding.IsOverdue = $false
        $outstanding.Status = 'outstanding'
        ($outstanding | Format-Table | Out-String).Contains("$($PSStyle.Foreground.BrightYellow)outstanding") | Should -BeTrue
    }

    It 'is not used when output rendering is plain text' {
        $PSStyle.OutputRendering = 'PlainText'
        $script:overdue | Format-Table | Out-String | Should -Not -Match "`e"
    }

    It 'is not added to property values' {
        $PSStyle.OutputRendering = 'Ansi'
        $script:overdue | ConvertTo-Csv | Should -Not -Match "`e"
        $script:overdue | ConvertTo-Json | Should -Not -Match "`e"
        $script:overdue.Status | Should -Be ($script:overdue | ConvertTo-Json | ConvertFrom-Json).Status
    }
}

Describe 'Output without a view' {
    It 'contains the default properties without bank routing numbers' {
        $PSStyle.OutputRendering = 'PlainText'
        $mixed = (@(Get-Date) + @(Get-ViamBillingInformation b83e5d07-19f4-4e6a-8c2b-71a0d94f3e25) | Out-String)
        $mixed | Should -Match 'BankAccountLastFourDigits'
        $mixed | Should -Not -Match 'BankRoutingNumber'
    }

    It 'converts objects to a one-line description' {
        "$(@(Get-ViamOrganization)[0])" | Should -Be 'Acme Robotics (6f1c2a9e-4b7d-4c58-9a31-0d5e8b7f2c10)'
        "$(Get-ViamInvoice -Latest 1)" | Should -Match '^[0-9a-f-]{36} \d{4}-\d\d-\d\d [\d.]+ USD \w+$'
    }
}
