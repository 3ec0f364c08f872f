#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5' }

# What scripts rely on in usage history, forecasts, budgets and comparisons.

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot '../../out/Viam.Billing/Viam.Billing.psd1') -Force
    Connect-ViamBilling -Sandbox
}

AfterAll {
    Disconnect-ViamBilling
    Remove-Module Viam.Billing
}

Describe 'Usage' {
    It 'adds up for an organization and by resource' {
        foreach ($usage in Get-ViamOrganization | Get-ViamCurrentMonthUsage) {
            $usage.TotalWithoutDiscount - $usage.Discount | Should -Be $usage.TotalWithDiscount
            $usage.TotalWithDiscount + $usage.OtherCharges | Should -Be $usage.AmountDue
            $usage.Subtotal | Should -Be $usage.AmountDue
            $sum = 0d
            foreach ($row in Get-ViamCurrentMonthUsage $usage.OrganizationId -ByResource) { $sum += $row.NetCost }
            $sum | Should -Be $usage.AmountDue
        }
    }

    It 'has a row for charges beyond all sources' {
        $other = Get-ViamCurrentMonthUsage 'Harborlight*' -ByResource | Where-Object ResourceType -EQ Other
        $other.NetCost | Should -Be 250
        $other.SourceType | Should -BeNullOrEmpty
    }

    It 'of a job is an error that names the right command' {
        $path = (Get-Module Viam.Billing).Path
        $copies = Start-Job { Import-Module $using:path; Connect-ViamBilling -Sandbox; Get-ViamCurrentMonthUsage } | Receive-Job -Wait -AutoRemoveJob
        $copies | Save-ViamUsageSnapshot -ErrorAction SilentlyContinue -ErrorVariable problems | Should -BeNullOrEmpty
        $problems | Should -HaveCount 1
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'UsageIncomplete,*'
        $problems[0].ErrorDetails.RecommendedAction | Should -BeLike '*Get-ViamCurrentMonthUsage*'
    }
}

Describe 'Forecasts' {
    It 'come with a name, a range, and a method' {
        $forecast = Get-ViamUsageForecast 'Acme*'
        $forecast.OrganizationName | Should -Be 'Acme Robotics'
        $forecast.Method | Should -BeIn 'Profile', 'Combined'
        $forecast.Low | Should -BeLessOrEqual $forecast.Forecast
        $forecast.Forecast | Should -BeLessOrEqual $forecast.High
    }

    It 'by resource show resource types in 79 columns' {
        $lines = (Get-ViamUsageForecast -ByResource | Out-String -Width 79) -split '\r?\n'
        ($lines | Measure-Object Length -Maximum).Maximum | Should -BeLessOrEqual 79
        $lines -match 'OrganizationName +TierName +ResourceType +Forecast' | Should -HaveCount 1
        $lines -match ' PerMachine ' | Should -Not -BeNullOrEmpty
    }

    It 'by resource keep their view in a file' {
        $file = Join-Path ([IO.Path]::GetTempPath()) "$([guid]::NewGuid()).xml"
        Get-ViamUsageForecast -ByResource | Export-Clixml $file
        try { (Import-Clixml $file | Out-String -Width 79) | Should -Match 'TierName +ResourceType +Forecast' }
        finally { Remove-Item $file }
    }
}

Describe 'Budgets' {
    It 'are read from CSV text, with names and several thresholds' {
        $results = @'
Organization,Budget,Threshold
Harborlight Integrators,500.00,10;50
Acme Robotics,1000000.00,80
'@ | ConvertFrom-Csv | Test-ViamBudget -WarningVariable warnings -WarningAction SilentlyContinue
        $results.ReachedThreshold | Should -Be 50, $null
        $results.ExitCode | Should -Be 2, 0
        $warnings | Should -HaveCount 1
        $warnings[0] | Should -BeLike 'Harborlight Integrators has reached 50% of its budget: *'
    }

    It 'give one yes or no' {
        Get-ViamOrganization | Test-ViamBudget -Budget 1000000 -Quiet | Should -BeTrue
        Get-ViamOrganization | Test-ViamBudget -Budget 1 -Quiet -WarningVariable warnings | Should -BeFalse
        $warnings | Should -BeNullOrEmpty
    }
}

Describe 'Comparisons' {
    It 'complete -With' {
        $line = 'Compare-ViamUsage -With '
        [Management.Automation.CommandCompletion]::CompleteInput($line, $line.Length, $null).CompletionMatches.CompletionText |
            Should -Be 'LastMonth', 'LastWeek', 'Yesterday'
    }

    It 'show what is new' {
        (Compare-ViamUsage 'Acme*' -ByResource | Where-Object Kind -EQ New).ResourceType | Should -Be 'TriggerNotification'
    }
}

Describe 'History' {
    It 'has the same total by day, by resource, and by month' {
        $month = @(Get-ViamUsageHistory 6f1c2a9e-4b7d-4c58-9a31-0d5e8b7f2c10)[0]
        foreach ($rows in @(Get-ViamUsageHistory 6f1c2a9e-4b7d-4c58-9a31-0d5e8b7f2c10 -Daily), @(Get-ViamUsageHistory 6f1c2a9e-4b7d-4c58-9a31-0d5e8b7f2c10 -ByResource), @(Get-ViamUsageHistory 6f1c2a9e-4b7d-4c58-9a31-0d5e8b7f2c10 -Daily -ByResource)) {
            $sum = 0d
            foreach ($row in $rows | Where-Object StartDate -EQ $month.StartDate) { $sum += $row.Cost }
            $sum | Should -Be $month.Cost
        }
    }
}

Describe 'Aging of invoices' {
    It 'of <Name> is one error, and reads nothing instead' -ForEach @(
        @{ Name = 'a CSV file'; Copy = { $input | ConvertTo-Csv | ConvertFrom-Csv } }
        @{ Name = 'a CliXml file'; Copy = { [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize(@($input))) } }
        @{ Name = 'Select-Object'; Copy = { $input | Select-Object OrganizationId, Amount, DueDate } }
    ) {
        $copies = Get-ViamInvoice 'Bluewater*' | & $Copy
        $aging = $copies | Get-ViamInvoiceAging -ErrorAction SilentlyContinue -ErrorVariable problems -Verbose 4>&1
        $aging | Should -BeNullOrEmpty
        $problems | Should -HaveCount 1
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'InvoiceIncomplete,*'
        $problems[0].ErrorDetails.RecommendedAction | Should -BeLike '*Get-ViamInvoice*'
    }

    It 'of selected organizations reads them' {
        $aging = Get-ViamInvoice 'Bluewater*' | Select-Object OrganizationId -Unique | Get-ViamInvoiceAging
        $aging.OrganizationName | Should -BeLike 'Bluewater*'
    }

    It 'shows columns that add up' {
        $aging = Get-ViamInvoiceAging 'Bluewater*'
        $lines = ($aging | Out-String -Width 79) -split '\r?\n' | Where-Object { $_ }
        $lines[0] | Should -Match '^OrganizationName +Current +Days1To30 +Days31To60 +Days61To90 +Over90Days$'
        $sum = 0d
        foreach ($amount in $lines[2] -replace '^\D+' -split ' +') { $sum += [decimal]::Parse($amount, [cultureinfo]::CurrentCulture) }
        $sum | Should -Be $aging.Total
    }
}
